"""Runs commands of the AWS CLI in forks of one process, which has read the CLI already.

Each line of its input is the arguments of a command, as a JSON array; the line of output is what the command said.
"""

import json
import os
import sys
import tempfile

from awscli import clidriver


def run(arguments, said):
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    code = 1
    try:
        code = clidriver.create_clidriver().main(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def said_by(arguments):
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            run(arguments, said)
        os.waitpid(child, 0)
        said.seek(0)
        return said.read().decode(errors="replace")


for line in sys.stdin:
    print(json.dumps(said_by(json.loads(line))), flush=True)
