"""What may be a delay: late timers of one delay come together, shorter ones first."""

import math
import time
import warnings

from _trace import netuv, run, trace

warnings.simplefilter("ignore")
delays = {
    "30": 30,
    '"20"': "20",
    "true": True,
    "none": None,
    '"x"': "x",
    '""': "",
    '" 10 "': " 10 ",
    '"0x14"': "0x14",
    '"1e1"': "1e1",
    "10.9": 10.9,
    '"20.5"': "20.5",
    "nan": math.nan,
    "infinity": math.inf,
    "-5": -5,
    "0.5": 0.5,
    "2**31": 2**31,
    '"-7"': "-7",
    "1": 1,
    '"3000000000"': "3000000000",
    '"5ms"': "5ms",
    "a list": [],
    "an object": {},
    '"0b11110"': "0b11110",
    '"0o24"': "0o24",
    '"1_0"': "1_0",
    '".5e1"': ".5e1",
    '"5."': "5.",
    '"."': ".",
    '"Infinity"': "Infinity",
    '"inf"': "inf",
    '"+5"': "+5",
    "5": 5,
}
# Numbers first, by size: so JavaScript has the names of an object.
for name in sorted(delays, key=lambda name: (not name.isdecimal(), name.isdecimal() and int(name))):
    netuv.set_timeout(lambda name=name: trace("after", name), delays[name])
time.sleep(0.06)

run()
