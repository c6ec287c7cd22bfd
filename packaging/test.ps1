# Sets everything up for the tests where that is still to do, and runs all checks. Arguments go to
# pytest. Tests that need virtual sound devices or a virtual screen skip themselves on Windows.

. (Join-Path $PSScriptRoot "setup.ps1")

try { Install-LiveDesk "test" } catch {
    Write-Host "LiveDesk set-up: $_"
    exit 1
}
Set-Location $Root
$ErrorActionPreference = "Continue"
$failed = @()
$scripts = Join-Path $Venv "Scripts"
$checks = [ordered]@{
    "lint"             = @("ruff.exe", "check", ".")
    "format"           = @("ruff.exe", "format", "--check", ".")
    "types"            = @("mypy.exe")
    "import contracts" = @("lint-imports.exe")
}
foreach ($title in $checks.Keys) {
    Write-Host "`n== $title"
    $command = $checks[$title]
    & (Join-Path $scripts $command[0]) @($command | Select-Object -Skip 1)
    if ($LASTEXITCODE -ne 0) { $failed += $title }
}
if ($failed) { Write-Host "`nFAILED: $failed" }
Write-Host "`n== tests"
& $VenvPython -m pytest @args
$status = $LASTEXITCODE
if ($status -eq 0 -and $failed) { $status = 1 }
exit $status
