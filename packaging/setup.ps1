# What packaging/run.ps1 and packaging/test.ps1 have in common: one environment in .venv with exactly
# the packages of packaging/requirements. Dot-sourced; then Install-LiveDesk run | test.
# PyAudio has wheels for Windows up to Python 3.13, so no compiler is needed.

$ErrorActionPreference = "Stop"
$Root = Split-Path -Parent $PSScriptRoot
$Venv = Join-Path $Root ".venv"
$VenvPython = Join-Path $Venv "Scripts\python.exe"
$Locks = Join-Path $Root "packaging\requirements"
$SetupLog = Join-Path $Root "build\setup.log"

function Write-Step([string] $Text) { Write-Host "LiveDesk set-up: $Text" }

# Runs a program with its output in the log; throws when it fails.
function Invoke-Logged([string] $Program, [string[]] $Arguments) {
    Add-Content $SetupLog "`n--- $Program $Arguments"
    # Programs write progress to their error stream; that alone is no failure.
    $ErrorActionPreference = "Continue"
    & $Program @Arguments *>> $SetupLog
    if ($LASTEXITCODE -ne 0) {
        Get-Content $SetupLog -Tail 15 | ForEach-Object { Write-Host "    $_" }
        throw "that did not work; the whole output is in build\setup.log"
    }
}

function Test-PythonVersion([string] $Program, [string[]] $Arguments) {
    if (-not (Get-Command $Program -ErrorAction SilentlyContinue)) { return $false }
    $check = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))"
    & $Program @Arguments -c $check 2>$null
    return $LASTEXITCODE -eq 0
}

# The program and its leading arguments, such as @("py", "-3.12").
function Find-Python {
    foreach ($version in "3.13", "3.12", "3.11") {
        if (Test-PythonVersion "py" @("-$version")) { return @("py", "-$version") }
    }
    if (Test-PythonVersion "python" @()) { return @("python") }
    throw "Python 3.11, 3.12 or 3.13 is needed and was not found. Install it with: winget install Python.Python.3.13"
}

# What a level was made from, with which Python, and where.
function Get-Fingerprint([string] $Level) {
    $files = @("pyproject.toml", "packaging\requirements\build.txt",
        "packaging\requirements\$Level.txt", "packaging\requirements\sound.txt")
    $hashes = $files | ForEach-Object { (Get-FileHash (Join-Path $Root $_)).Hash }
    return "$Root $(& $VenvPython -VV) $hashes"
}

function Test-Stamp([string] $Level) {
    $stamp = Join-Path $Venv ".livedesk-$Level"
    if (-not ((Test-Path $VenvPython) -and (Test-Path $stamp))) { return $false }
    return (Get-Content $stamp -Raw).Trim() -eq (Get-Fingerprint $Level)
}

function Install-LiveDesk([string] $Level) {
    New-Item -ItemType Directory -Force (Join-Path $Root "build") | Out-Null
    if ((Test-Stamp $Level) -or ($Level -eq "run" -and (Test-Stamp "test"))) { return }
    Set-Content $SetupLog ""
    if (-not (Test-Path $VenvPython)) {
        $python = @(Find-Python)
        Write-Step "making the environment .venv"
        $arguments = @($python | Select-Object -Skip 1) + @("-m", "venv", $Venv)
        Invoke-Logged $python[0] $arguments
    }
    Write-Step "installing Python packages (some 300 MB the first time)"
    $pip = @("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")
    foreach ($lock in "build", $Level, "sound") {
        Invoke-Logged $VenvPython ($pip + @("--require-hashes", "-r", (Join-Path $Locks "$lock.txt")))
    }
    Invoke-Logged $VenvPython ($pip + @("--no-deps", "--no-build-isolation", "-e", $Root))
    Set-Content (Join-Path $Venv ".livedesk-$Level") (Get-Fingerprint $Level)
    if (-not (Get-Command "espeak-ng" -ErrorAction SilentlyContinue)) {
        Write-Step "espeak-ng is missing; the practice server plays recordings instead. To hear every answer: winget install eSpeak-NG.eSpeak-NG"
    }
}
