"""moto's AWS in this process, with what its HTTP API cannot give: a past.

Prints its address, then takes one JSON object a line: the name of a user that exists (and its account, if that is
not moto's own), its unique id, and how many days ago it was created, signed in, and used its first key. Ends when its
input ends.
"""

import json
import sys

from moto.core import DEFAULT_ACCOUNT_ID
from moto.server import ThreadedMotoServer

from moto_patches import give_past

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f"http://{host}:{port}", flush=True)
for line in sys.stdin:
    told = json.loads(line)
    give_past(told.get("account", DEFAULT_ACCOUNT_ID), told)
    print("done", flush=True)
server.stop()
