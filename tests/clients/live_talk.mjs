// One turn by a short-lived token, with the real @google/genai, in Node and in a page alike.
// The same few lines stand in the README.

export async function turn({ GoogleGenAI, Modality }, tokenServer, bearer, baseUrl, question) {
  const reply = await fetch(tokenServer, {
    method: "POST",
    headers: { Authorization: `Bearer ${bearer}` },
  });
  if (!reply.ok) throw new Error(`the token server says ${reply.status}`);
  const { token, api_version, model } = await reply.json();

  const ai = new GoogleGenAI({
    apiKey: token,
    httpOptions: { apiVersion: api_version, ...(baseUrl && { baseUrl }) },
  });
  const heard = { text: "", audioBytes: 0, mimeType: "" };
  await new Promise((resolve, reject) => {
    let session;
    const opening = ai.live.connect({
      model,
      config: { responseModalities: [Modality.AUDIO], outputAudioTranscription: {} },
      callbacks: {
        onmessage: ({ serverContent }) => {
          for (const part of serverContent?.modelTurn?.parts ?? []) {
            heard.audioBytes += ((part.inlineData?.data?.length ?? 0) * 3) >> 2;
            heard.mimeType ||= part.inlineData?.mimeType ?? "";
          }
          heard.text += serverContent?.outputTranscription?.text ?? "";
          if (serverContent?.turnComplete) {
            session.close();
            resolve();
          }
        },
        onerror: (event) => reject(new Error(event.message ?? "error")),
        onclose: (event) => reject(new Error(`closed: ${event.code} ${event.reason}`)),
      },
    });
    opening.then((opened) => {
      session = opened;
      session.sendRealtimeInput({ text: question });
    }, reject);
  });
  return heard;
}
