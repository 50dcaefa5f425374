"""Where this folder is on PYTHONPATH, Python starts with this, and it is another day; another_day.mjs is for Node."""

import time_machine

time_machine.travel("2031-05-06T07:08:09Z").start()
