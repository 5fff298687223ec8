"""moto's AWS in this process, with state machines that run and functions that are ours.

Takes the address of a server that answers invocations, prints its own, and ends when its input ends.
"""

import os
import sys
import urllib.request

invocations = sys.argv[1]
port = int(sys.argv[2])
os.environ["MOTO_PORT"] = str(port)

from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.core.config import default_user_config
from moto.server import ThreadedMotoServer


def invoke(self, function_name, qualifier, body, headers, response_headers):
    """moto's own way needs Docker."""
    data = body if isinstance(body, bytes) else (body or "").encode()
    with urllib.request.urlopen(urllib.request.Request(invocations, data)) as answer:
        if "x-amz-function-error" in answer.headers:
            response_headers["x-amz-function-error"] = "Unhandled"
        return answer.read()


LambdaSimpleBackend.invoke = invoke
default_user_config["stepfunctions"] = {"execute_state_machine": True}
default_user_config["lambda"] = {"use_docker": False}

server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
server.start()
print(f"http://127.0.0.1:{port}", flush=True)
sys.stdin.read()
server.stop()
