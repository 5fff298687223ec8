"""Starts emulated AWS accounts quickly: reads moto once, then forks an emulator for each connection.

Listens on the Unix socket that is its argument. The first line of a connection is JSON: the module that makes the
emulator's world (null: moto's own) and variables of its environment. The first line back is its address, or empty
where moto is not installed. Each further line is a message to the world, answered by a line. The emulator ends with
its connection, the nursery with its own input, and with it what is left of the emulators.
"""

import importlib
import json
import os
import selectors
import signal
import socket
import sys

# What the tests use most, read before the first emulator is forked. Others are read by whoever needs them.
SERVICES = ["awslambda", "cloudformation", "cloudwatch", "dynamodb", "events", "iam", "s3", "sns", "sqs", "sts"]


def read_moto():
    importlib.import_module("moto.server")
    for service in SERVICES:
        for part in ("models", "responses", "urls"):
            importlib.import_module(f"moto.{service}.{part}")


def has_moto():
    try:
        read_moto()
        return True
    except ImportError:
        return False


def emulate(lines):
    told = json.loads(lines.readline())
    if not has_moto():
        return say(lines, "")
    os.environ.update(told["env"])
    world = importlib.import_module(told["world"]) if told["world"] else None
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ["MOTO_PORT"] = str(port)
    say(lines, f"http://{host}:{port}")
    for line in lines:
        say(lines, json.dumps(world.answer(json.loads(line))))


def say(lines, text):
    lines.write(f"{text}\n")
    lines.flush()


def fork_emulator(listener):
    connection, _ = listener.accept()
    has_moto()
    if os.fork() == 0:
        listener.close()
        try:
            emulate(connection.makefile("rw"))
        finally:
            os._exit(0)
    connection.close()


def end_emulators():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    try:
        os.wait()
    except ChildProcessError:
        pass


def serve(path):
    os.setpgrp()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(sys.stdin, selectors.EVENT_READ)
    print("ready", flush=True)
    while True:
        ready = [key.fileobj for key, _ in selector.select()]
        if sys.stdin in ready:
            return end_emulators()
        fork_emulator(listener)


serve(sys.argv[1])
