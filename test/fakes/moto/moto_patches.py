"""What moto gets wrong or lacks, and a past for a user."""

import json
from datetime import datetime, timedelta, timezone

import moto.iam.models
from moto.core.responses import ActionResult
from moto.iam.models import AccessKeyLastUsed, User, iam_backends
from moto.iam.responses import IamResponse
from moto.settings import load_iam_aws_managed_policies


def days_ago(days):
    return (datetime.now(timezone.utc) - timedelta(days=days)).replace(microsecond=0, tzinfo=None)


def fresh_report(self):
    """moto's report always says that it was made in 2015."""
    made = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    content = self.backend.get_credential_report()
    return ActionResult({"Content": content, "ReportFormat": "text/csv", "GeneratedTime": made})


def dated_certificates(user):
    """moto's report has no date of an active certificate."""
    fields = plain_row(user).strip().split(",")
    for place, certificate in zip((-3, -1), user.signing_certificates.values()):
        if certificate.status == "Active":
            fields[place] = certificate.upload_date.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ",".join(fields) + "\n"


def no_service_specific_credentials(self):
    """moto does not have this call."""
    return ActionResult({"ServiceSpecificCredentials": [], "IsTruncated": False})


# AWS lists the policies of its own that somebody carries. moto lists all 1,485: 4 MB in each answer about an account.
KNOWN_POLICIES = ("AWSDenyAll", "AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess")


def few_policies():
    every = json.loads(moto.iam.models.aws_managed_policies_data)
    return json.dumps({name: every[name] for name in KNOWN_POLICIES})


def give_past(account_id, told):
    user = iam_backends[account_id]["aws"].users[told["user"]]
    user.id = told["id"]
    user.create_date = days_ago(told["created"])
    if "signedIn" in told:
        user.password_last_used = days_ago(told["signedIn"])
    for key in user.access_keys:
        key.create_date = user.create_date
        if "keyUsed" in told:
            key.last_used = AccessKeyLastUsed(days_ago(told["keyUsed"]), "s3", "us-east-1")
    for uploaded in [*user.ssh_public_keys, *user.signing_certificates.values()]:
        uploaded.upload_date = user.create_date


if load_iam_aws_managed_policies():
    moto.iam.models.aws_managed_policies_data = few_policies()
plain_row = User.to_csv
User.to_csv = dated_certificates
IamResponse.get_credential_report = fresh_report
IamResponse.list_service_specific_credentials = no_service_specific_credentials
