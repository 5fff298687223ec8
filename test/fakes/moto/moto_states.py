"""A world of moto with state machines that run and functions that are ours: INVOCATIONS is the address of a server
that answers for them.
"""

import os
import urllib.request

from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.core.config import default_user_config


def invoke(self, function_name, qualifier, body, headers, response_headers):
    """moto's own way needs Docker."""
    data = body if isinstance(body, bytes) else (body or "").encode()
    with urllib.request.urlopen(urllib.request.Request(os.environ["INVOCATIONS"], data)) as answer:
        if "x-amz-function-error" in answer.headers:
            response_headers["x-amz-function-error"] = "Unhandled"
        return answer.read()


LambdaSimpleBackend.invoke = invoke
default_user_config["stepfunctions"] = {"execute_state_machine": True}
default_user_config["lambda"] = {"use_docker": False}
