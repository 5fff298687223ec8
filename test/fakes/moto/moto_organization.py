"""A world of moto with an organization whose accounts and users have a past.

Each message is one of these:
{"add": [account, ...]} adds accounts, each with id, name, state, users and whether it has the role;
{"leave": id} takes one out; {"published": true} answers what was published and which metrics were put.
"""

from moto.cloudwatch.models import cloudwatch_backends
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.organizations.models import organizations_backends
from moto.sns.models import sns_backends
from moto.sts.exceptions import STSClientError
from moto.sts.responses import TokenResponse

from moto_patches import give_past

REGION = "eu-west-1"
ROLE = "lastseen-member"
organization = organizations_backends[DEFAULT_ACCOUNT_ID]["aws"]
assume_any_role = TokenResponse.assume_role


class AccessDenied(STSClientError):
    # moto finds the service of an error by the module that defines it.
    __module__ = STSClientError.__module__

    def __init__(self):
        super().__init__("AccessDenied", "not authorized to perform sts:AssumeRole")


def assume_role(self):
    """moto lets anybody take up any role, also one that is not there."""
    account = self._get_param("RoleArn").split(":")[4]
    if not any(role.name == ROLE for role in iam_backends[account]["aws"].roles.values()):
        raise AccessDenied()
    return assume_any_role(self)


def make_role(account_id):
    iam = iam_backends[account_id]["aws"]
    iam.create_role(ROLE, "{}", path="/", permissions_boundary=None, description="", tags=[], max_session_duration="3600")


def add(told):
    organization.create_account(AccountName=told["name"], Email=f"{told['id']}@example.com")
    account = organization.accounts[-1]
    account.id, account.status, account.state = told["id"], told["state"], told["state"]
    iam = iam_backends[told["id"]]["aws"]
    if told["hasRole"]:
        make_role(told["id"])
    for user in told["users"]:
        iam.create_user("us-east-1", user["user"])
        iam.create_login_profile(user["user"], "secret")
        give_past(told["id"], user)


def leave(account_id):
    organization.accounts = [account for account in organization.accounts if account.id != account_id]


def published():
    topics = sns_backends[DEFAULT_ACCOUNT_ID][REGION].topics.values()
    digests = [[subject, message] for topic in topics for (_, message, subject, *_) in topic.sent_notifications]
    data = cloudwatch_backends[DEFAULT_ACCOUNT_ID][REGION].metric_data
    metrics = [[datum.name, {d.name: d.value for d in datum.dimensions}, datum.value] for datum in data]
    return {"digests": digests, "metrics": metrics}


def answer(told):
    for account in told.get("add", []):
        add(account)
    if "leave" in told:
        leave(told["leave"])
    return published() if "published" in told else {}


TokenResponse.assume_role = assume_role
organization.create_organization(REGION, FeatureSet="ALL")
make_role(DEFAULT_ACCOUNT_ID)
sns_backends[DEFAULT_ACCOUNT_ID][REGION].create_topic("lastseen")
