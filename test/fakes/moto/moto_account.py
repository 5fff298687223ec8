"""A world of moto in which users can be given what its HTTP API cannot give: a past.

Each message is the name of a user that exists (and its account, if that is not moto's own), its unique id, and how
many days ago it was created, signed in, and used its first key.
"""

from moto.core import DEFAULT_ACCOUNT_ID

from moto_patches import give_past


def answer(told):
    give_past(told.get("account", DEFAULT_ACCOUNT_ID), told)
    return {}
