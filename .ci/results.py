"""Names the tests that failed, with what they said, and the classes that took longest: at the end, where nobody has to search for it."""

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

LONGEST = 10
MOST_LINES = 12


def main(path: str) -> None:
    if not Path(path).exists():
        print("There are no results: the tests did not end.")
        return

    times: Counter[str] = Counter()
    for case in ElementTree.parse(path).iter("testcase"):
        times[case.get("classname", "?")] += float(case.get("time") or 0)
        failure = case.find("failure")
        if failure is not None:
            said = f"{failure.get('message') or ''}\n{failure.text or ''}".strip().splitlines()
            print(f"\nFAILED {case.get('name')}")
            print("\n".join(f"  {line}" for line in said[:MOST_LINES]))

    print("\nClasses that took longest, in seconds:")
    for name, seconds in times.most_common(LONGEST):
        print(f"  {seconds:6.1f} {name}")


main(sys.argv[1])
