# Sets LiveDesk up where that is still to do, and opens it. Arguments are passed on:
#   packaging\run.ps1              the window
#   packaging\run.ps1 --talk       the window, talking at once
#   packaging\run.ps1 chat         a typed conversation in the terminal
#   packaging\run.ps1 doctor       what works on this machine, and what does not
# Where scripts are not allowed:  powershell -ExecutionPolicy Bypass -File packaging\run.ps1

. (Join-Path $PSScriptRoot "setup.ps1")

try { Install-LiveDesk "run" } catch {
    Write-Host "LiveDesk set-up: $_"
    exit 1
}
& $VenvPython -m livedesk @args
exit $LASTEXITCODE
