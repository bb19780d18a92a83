"""Makes a calendar hold the events of a folder of .ics files, with python-caldav.

The script a person would write: one listing, compare by UID, save what is new or newer. Whether an event is newer is
told from its LAST-MODIFIED line alone, without parsing, which is the fastest way there is. Prints what it took, from
the first request to the last one, and how much it wrote.

    sync_folder.py FOLDER CALENDAR_URL

The log-in stands in CALDAV_USER and CALDAV_PASSWORD.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import caldav


def value_of(name, ics):
    found = re.search(rf"^{name}:(.*?)\r?$", ics, re.MULTILINE)
    return found.group(1) if found else None


def main():
    folder, url = sys.argv[1:]
    started = time.perf_counter()
    client = caldav.DAVClient(
        url=url, username=os.environ["CALDAV_USER"], password=os.environ["CALDAV_PASSWORD"]
    )
    calendar = client.calendar(url=url)
    stored = {value_of("UID", event.data): event for event in calendar.events()}
    written = 0
    for file in sorted(Path(folder).glob("*.ics")):
        ics = file.read_bytes().decode()
        event = stored.get(value_of("UID", ics))
        if event is None:
            calendar.save_event(ics)
        elif value_of("LAST-MODIFIED", event.data) != value_of("LAST-MODIFIED", ics):
            event.data = ics
            event.save()
        else:
            continue
        written += 1
    print(json.dumps({"milliseconds": (time.perf_counter() - started) * 1000, "written": written}))


main()
