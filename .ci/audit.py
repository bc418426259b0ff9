"""Known vulnerabilities in the locked packages, by pip-audit. Says if the service is silent; exit 1 for any."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "test.lock"
SECONDS = 60
ASK = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json")


def main() -> int:
    command = [str(Path(sys.executable).with_name("pip-audit")), *ASK, "--requirement", str(LOCK)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        found = json.loads(ran.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        print(f"NOT AUDITED: the advisory service did not answer within {SECONDS} seconds")
        return 0
    except (ValueError, KeyError):
        print(f"NOT AUDITED: {' '.join((ran.stderr or ran.stdout).split())[-300:]}")
        return 0
    known = [one for one in found if "skip_reason" not in one]
    for one in known:
        for flaw in one["vulns"]:
            print(
                f"{one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
            )
    if len(known) < len(found):
        print(
            f"NOT AUDITED: {len(found) - len(known)} of {len(found)} packages are unknown to the advisory service here"
        )
    print(f"{len(known)} packages audited")
    return int(any(one["vulns"] for one in known))


if __name__ == "__main__":
    sys.exit(main())
