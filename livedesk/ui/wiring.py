"""The one list of connections between controllers and widgets, grouped by sender.

What the program does when something happens can be read here. Dialogs are connected where they
are opened, in ``dialogs.opener``; a widget connects its own children by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from livedesk.app.context import Context
    from livedesk.ui.main_window import MainWindow


def connect(window: MainWindow, context: Context) -> None:
    """Connect ``window`` with the controllers of ``context``. Must be called once."""
    _connect_conversation(window, context)
    _connect_connection(window, context)
    _connect_tools(window, context)
    _connect_data(window, context)
    _connect_audio(window, context)
    _connect_talk_mode(window, context)
    _connect_choices(window, context)
    _connect_transcript(window, context)
    _connect_keeping(window, context)
    _connect_recording(window, context)
    _connect_history(window, context)
    _connect_settings(window, context)
    _connect_account(window, context)
    _connect_panels(window, context)
    _connect_actions(window, context)


def _connect_conversation(window: MainWindow, context: Context) -> None:
    conversation = context.conversation
    conversation.status_changed.connect(window.talk_bar.show_status)
    conversation.status_changed.connect(window.top_bar.show_status)
    conversation.status_changed.connect(window.tray.show_status)
    conversation.status_changed.connect(context.words.follow)
    context.words.heard_changed.connect(window.transcript_pane.view.show_heard)
    window.tray.window_requested.connect(window.come_to_front)
    conversation.error_occurred.connect(window.message_bar.show_error)
    conversation.error_cleared.connect(window.message_bar.clear)


def _connect_connection(window: MainWindow, context: Context) -> None:
    connection, strip, message_bar = context.connection, window.outage_strip, window.message_bar
    connection.outage_changed.connect(window.show_outage)
    connection.failed.connect(message_bar.show_failure)
    context.conversation.status_changed.connect(strip.show_status)
    context.conversation.status_changed.connect(window.transcript_pane.show_status)
    window.transcript_pane.continue_requested.connect(connection.continue_answer)
    strip.try_now_requested.connect(context.conversation.try_again)
    strip.stop_requested.connect(context.conversation.end_talk)
    strip.details_requested.connect(window.dialogs.open_error_details)
    message_bar.details_requested.connect(window.dialogs.open_error_details)
    window.top_bar.story_requested.connect(window.open_story)


def _connect_tools(window: MainWindow, context: Context) -> None:
    tools, strip = context.tools, window.permission_strip
    tools.question_asked.connect(strip.show_question)
    tools.question_settled.connect(strip.take_away)
    strip.answered.connect(tools.answer)
    context.own_tools.failed.connect(window.message_bar.show_failure)
    context.alarms.rang.connect(window.alarm_strip.show_alarm)
    window.alarm_strip.rang.connect(window.tray.tell)
    cards = window.transcript_pane.card_buttons
    cards.stop_requested.connect(tools.stop)
    cards.pictures_requested.connect(window.dialogs.open_pictures)


def _connect_data(window: MainWindow, context: Context) -> None:
    data, actions, chips = context.data, window.actions_table, window.talk_bar.data_chips
    data.files_changed.connect(chips.show_files)
    data.failed.connect(window.message_bar.show_failure)
    data.attached.connect(window.say_attached)
    data.attached.connect(window.show_transcript)
    chips.remove_requested.connect(data.remove)
    window.file_target.dropped.connect(data.attach)
    window.dialogs.data_chosen.connect(data.attach)
    actions.attach_data.triggered.connect(window.dialogs.open_data_files)
    actions.attach_sample.triggered.connect(data.attach_sample)


def _connect_audio(window: MainWindow, context: Context) -> None:
    context.audio.devices_moved.connect(window.dialogs.on_devices_moved)
    window.message_bar.audio_settings_requested.connect(window.dialogs.open_audio)
    watch, strip = context.sound_watch, window.sound_strip
    watch.notice_changed.connect(strip.show_notice)
    strip.speakers_preset_requested.connect(watch.use_speakers_preset)
    strip.other_microphone_requested.connect(watch.try_other_microphone)
    strip.audio_settings_requested.connect(window.dialogs.open_audio)
    strip.dismissed.connect(watch.dismiss)


def _connect_talk_mode(window: MainWindow, context: Context) -> None:
    talk_mode, talk_bar, key = context.talk_mode, window.talk_bar, window.talk_key
    talk_mode.changed.connect(talk_bar.show_talking)
    talk_mode.changed.connect(window.watch_talk_key)
    talk_bar.mode_button.mode_chosen.connect(talk_mode.choose_mode)
    talk_bar.mode_button.settings_requested.connect(window.dialogs.open_talking)
    for presser in (talk_bar.talk_pressed, key.pressed):
        presser.connect(talk_mode.press)
        presser.connect(window.show_transcript)
    for releaser in (talk_bar.talk_released, key.released):
        releaser.connect(talk_mode.release)
    key.lost.connect(talk_mode.let_go_of_window_keys)
    context.conversation.spoke_while_muted.connect(window.say_muted)
    talk_bar.show_talking(talk_mode.talking)


def _connect_choices(window: MainWindow, context: Context) -> None:
    choices = context.choices
    choices.choices_changed.connect(window.top_bar.show_choices)
    choices.pending_changed.connect(window.top_bar.show_pending)
    context.instructions.instructions_changed.connect(window.top_bar.show_instructions)


def _connect_transcript(window: MainWindow, context: Context) -> None:
    transcript = context.transcript
    transcript.failed.connect(window.message_bar.show_failure)
    context.export.failed.connect(window.message_bar.show_failure)
    window.sidebar.list.export_requested.connect(window.dialogs.exporting.open_export_of)
    window.transcript_pane.link_requested.connect(window.dialogs.open_link)
    # The first thing said turns from the welcome to the conversation.
    transcript.model.rowsInserted.connect(window.show_transcript)


def _connect_keeping(window: MainWindow, context: Context) -> None:
    keeping = context.keeping
    keeping.failed.connect(window.message_bar.show_failure)
    context.moving.failed.connect(window.message_bar.show_failure)
    keeping.told.connect(window.toast.say)
    keeping.keeps_changed.connect(window.actions_table.show_keeps)
    window.actions_table.keep_chosen.connect(keeping.set_keeps)
    window.actions_table.show_keeps(keeping.keeps)


def _connect_recording(window: MainWindow, context: Context) -> None:
    recording, playback, bar = context.recording, context.playback, window.player_bar
    record, sign = window.actions_table.record, window.talk_bar.recording_sign
    recording.on_changed.connect(record.setChecked)
    recording.recording_changed.connect(sign.show_recording)
    recording.recording_changed.connect(window.tray.show_recording)
    recording.told.connect(window.toast.say)
    recording.failed.connect(window.message_bar.show_failure)
    record.setChecked(recording.is_on)
    record.triggered.connect(recording.set_on)
    sign.clicked.connect(record.trigger)
    playback.status_changed.connect(bar.show_status)
    playback.status_changed.connect(window.transcript_pane.show_playback)
    playback.told.connect(window.toast.say)
    playback.failed.connect(window.message_bar.show_failure)
    window.transcript_pane.play_requested.connect(playback.play_entry)
    bar.toggle_requested.connect(playback.toggle)
    bar.seek_requested.connect(playback.seek)
    bar.speed_chosen.connect(playback.set_speed)
    bar.close_requested.connect(playback.close)


def _connect_history(window: MainWindow, context: Context) -> None:
    history, strip, actions = context.history, window.reading_strip, window.actions_table
    history.failed.connect(window.message_bar.show_failure)
    history.reading_changed.connect(strip.show_reading)
    history.reading_changed.connect(window.show_transcript)
    history.row_wanted.connect(window.transcript_pane.view.show_row)
    strip.accepted.connect(history.go_on)
    strip.accepted.connect(window.talk_bar.message_field.take_focus)
    strip.declined.connect(history.back)
    actions.show_history.toggled.connect(window.sidebar.setVisible)
    actions.show_history.toggled.connect(context.settings.set_history_open)
    actions.search.triggered.connect(window.search)
    # Whoever talks wants to see the talk.
    talk_bar = window.talk_bar
    for begun in (actions.begin_new.triggered, actions.toggle_talk.triggered):
        begun.connect(history.back)
    talk_bar.text_submitted.connect(history.back)
    talk_bar.talk_pressed.connect(history.back)


def _connect_settings(window: MainWindow, context: Context) -> None:
    settings = context.settings
    settings.changed.connect(window.show_settings)
    settings.failed.connect(window.message_bar.show_failure)
    window.themes.theme_changed.connect(window.set_theme)
    window.geometry_changed.connect(settings.set_geometry)
    window.dialogs.notice_given.connect(window.toast.say)


def _connect_account(window: MainWindow, context: Context) -> None:
    account, key_card = context.account, window.welcome_page.key_card
    account.account_changed.connect(window.show_account)
    account.check_started.connect(key_card.show_checking)
    account.key_accepted.connect(key_card.show_accepted)
    account.key_refused.connect(key_card.show_refused)
    key_card.key_submitted.connect(account.use_key)


def _connect_panels(window: MainWindow, context: Context) -> None:
    top_bar, choices = window.top_bar, context.choices
    top_bar.instruction_chosen.connect(choices.choose_instruction)
    top_bar.voice_chosen.connect(choices.choose_voice)
    top_bar.language_chosen.connect(choices.choose_language)
    top_bar.model_chosen.connect(choices.choose_model)

    window.welcome_page.start_requested.connect(context.settings.set_practice_seen)
    window.welcome_page.start_requested.connect(window.show_transcript)

    window.talk_bar.text_submitted.connect(context.conversation.send_text)
    window.talk_bar.text_submitted.connect(window.show_transcript)

    message_bar = window.message_bar
    message_bar.try_again_requested.connect(context.conversation.try_again)
    message_bar.set_key_requested.connect(window.dialogs.open_account)
    message_bar.choose_model_requested.connect(top_bar.open_models)
    message_bar.type_instead_requested.connect(window.talk_bar.message_field.take_focus)


def _connect_actions(window: MainWindow, context: Context) -> None:
    actions, conversation, dialogs = window.actions_table, context.conversation, window.dialogs
    actions.toggle_talk.triggered.connect(conversation.toggle_talk)
    actions.toggle_talk.triggered.connect(window.show_transcript)
    actions.toggle_mute.triggered.connect(conversation.toggle_mute)
    actions.silence.triggered.connect(conversation.silence_assistant)
    actions.end_talk.triggered.connect(conversation.end_talk)
    actions.begin_new.triggered.connect(context.desk.begin_new)
    actions.begin_new.triggered.connect(window.show_transcript)
    actions.begin_new.triggered.connect(window.talk_bar.message_field.take_focus)
    actions.export.triggered.connect(dialogs.exporting.open_export)
    actions.print.triggered.connect(dialogs.exporting.open_print)
    actions.edit_instructions.triggered.connect(dialogs.open_instructions)
    actions.open_settings.triggered.connect(dialogs.open_settings)
    actions.show_keys.triggered.connect(dialogs.open_keys)
    actions.show_about.triggered.connect(dialogs.open_about)
    actions.show_welcome.triggered.connect(window.show_welcome)
    actions.quit.triggered.connect(window.close)
