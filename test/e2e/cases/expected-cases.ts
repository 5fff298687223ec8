/**
 * The right answer of each case, written down after reading its files: the exit code, the states of the users and
 * whether CloudTrail corroborates any of them. ` or ` stands between answers that are both right: a form may be read,
 * or refused by name. Something is missing from the answer where the exit code is 2, and never else.
 */
const casesByAnswer: { readonly [answer: string]: readonly string[] } = {
  '0: alice active, bob never-used, carol active': [
    ...'01-elastic-search-answer 01-elastic-source 01-elastic-source-filebeat 02-splunk-export'.split(' '),
    ...'03-cwl-insights 04-cwl-export-task 05-cwl-filter-log-events 06-firehose-double-gzip'.split(' '),
    ...'07-firehose-multi-member 08-athena-unload-json 09-lake-eventjson 10-sqs-lambda-event'.split(' '),
    ...'10-sqs-receive-message 11-lookup-array-of-strings 11-lookup-text 11-lookup-v1-epoch'.split(' '),
    ...'12-eventbridge-bare-detail 12-eventbridge-replay 13-lowercase-records 14-vector-s3 15-fluentbit'.split(' '),
    ...'16-wazuh-alert 16-wazuh-archive 17-datadog-archive 21-shared-bucket-config-only'.split(' '),
    ...'22-useridentity-string 25-utf16-trail 29-steampipe-rows 30-tailpipe-rows 33-sentinel 38-eventtime-ms'.split(
      ' ',
    ),
    ...'41-bom-crlf 43-concatenated 43-firehose-eventbridge-concat 45-browser-dup 45-gz-is-plain'.split(' '),
    ...'45-json-is-gz 45-noext 45-pct 45-txt 45-upper 47-gz-appended-member 47-gz-trailing-zeros'.split(' '),
    ...'48-kinesis-get-records 48-kinesis-lambda-event 49-logs-tail 52-scheduledquery-ndjson-nested'.split(' '),
    ...'53-oci-cloudevents 55-jq-slurp 55-lookup-object 70-partition-aws-cn 70-partition-aws-eusc'.split(' '),
    ...'70-partition-aws-iso 70-partition-aws-iso-b 70-partition-aws-us-gov 85-mixed 87-own-files-beside'.split(' '),
    ...'88-other-json-logs-beside 90-signin-authorize 90-signin-federation 90-signin-list 90-signin-oauth'.split(' '),
    ...'90-signin-oauth-with-iam 90-signin-switchrole 91-case-name 91-invoked-by 91-no-account'.split(' '),
    ...'91-no-principal 91-no-type-arn 91-null-principal 91-number-account 91-only-arn 91-only-name'.split(' '),
    ...'91-s3-principal 91-session-principal 91-unknown-type 92-addendum 92-addendum-update 93-org-trail'.split(' '),
  ],
  '0: alice idle, bob never-used, carol active': [
    ...'10-sns-s3-notice 20-appledouble 21-shared-bucket 36-aggregated 50-records-empty'.split(' '),
    ...'55-whole-null-identity 58-whole-projected 59-aggregated-only 59-data-events-only 59-insight-only'.split(' '),
    ...'59-write-only-absent 59-write-only-false 59-write-only-null 59-write-only-string-False'.split(' '),
    ...'59-write-only-string-false 59-write-only-zero 60-junk-len0 60-junk-len1 60-junk-len2'.split(' '),
    ...'60-report-output-text-0 60-report-output-text-1 60-report-output-text-2 67-report-base64-crlf'.split(' '),
    ...'67-report-base64-wrapped 67-report-json-wrapped 72-root-disabled 72-root-moto 72-root-no-info'.split(' '),
    ...'77-report-excel 80-users-boto3 80-users-empty 81-details-roles-only 82-deleted-user 83-china-no-root'.split(
      ' ',
    ),
    ...'67-report-base64-quoted 74-report-gz 77-report-spaces 80-users-gz 81-details-query-array'.split(' '),
    ...'83-govcloud-root 91-identitycenter'.split(' '),
  ],
  '2: alice unknown, bob unknown, carol active': [
    ...'08-athena-csv 08-athena-get-query-results 09-lake-query-results 11-lookup-query-objects 19-bz2'.split(' '),
    ...'19-targz 19-xz 19-zip 19-zst 22-useridentity-hive-string 23-zero-byte 24-parquet-alone'.split(' '),
    ...'24-parquet-beside 26-console-csv 50-records-null 51-syslog 57-whole-array-identity 84-splunk-csv'.split(' '),
  ],
  '2: nobody judged': [
    ...'61-report-yaml 61-report-yaml-plain 65-report-bytes-repr 65-report-json-bytes-repr 66-steampipe-csv'.split(' '),
    ...'73-report-empty 73-report-error 73-report-state'.split(' '),
    ...'80-users-text 80-users-yaml'.split(' '),
    ...'93-org-quiet-member archive-08'.split(' '),
  ],
  '0: alice idle, bob never-used, carol active or 2: nobody judged': [
    ...'62-report-utf16 62-report-utf16-csv 63-report-semicolon 63-report-tab 64-report-content-decoded'.split(' '),
    ...'64-report-content-decoded-nogen 80-users-ndjson 80-users-pages-concat 80-users-pages-jq'.split(' '),
    ...'80-users-query-array 80-users-utf16'.split(' '),
  ],
  '2: alice unknown, bob never-used, carol active': [
    ...'38-eventtime-epoch 38-eventtime-epochs 38-eventtime-nozone 38-eventtime-offset 38-eventtime-space'.split(' '),
    ...'38-eventtime-spaceutc 86-logstash-codec 86-panther-row'.split(' '),
  ],
  '0: alice active, bob never-used, carol active, corroborated': [
    ...'22-whole-control 22-whole-string 54-whole-flattened 56-whole-lowercase-inner 56-whole-snake-inner'.split(' '),
  ],
  '0: alice idle, bob never-used': [...'archive-01 archive-03 archive-06 archive-07'.split(' ')],
  '0: alice unknown, bob unknown, carol active': [
    ...'60-stale-json 60-stale-text 80-users-epoch-number 80-users-zero-time'.split(' '),
  ],
  '2: alice idle, bob never-used, carol active': [
    ...'72-root-named-root 80-users-projected 81-details-max-items'.split(' '),
  ],
  '2: alice active, bob unknown, carol active': [
    ...'44-trailing-comma 47-gz-trailing-garbage 47-gz-truncated'.split(' '),
  ],
  '0: alice active, bob never-used': [...'archive-04'.split(' ')],
  '0: alice idle, bob never-used, carol active, 2 accounts': [
    ...'76-report-two-accounts 76-report-two-accounts-prefixed'.split(' '),
  ],
  '0: alice idle, bob never-used, carol active, 2 accounts or 2: alice idle, bob never-used, carol active or 2: nobody judged':
    [...'76-report-two-jsons'.split(' ')],
  '0: alice idle, bob,jr never-used, carol active': [...'78-report-comma-name'.split(' ')],
  '0: alice unknown, bob unknown, carol unknown': [...'77-report-excel-dates'.split(' ')],
  '0: bob unknown': [...'71-report-old-14'.split(' ')],
  '0: nobody judged': [...'archive-02'.split(' ')],
  '2: alice idle, carol active': [...'78-report-comma-name-unquoted'.split(' ')],
  '2: alice unknown, bob never-used': [...'archive-05'.split(' ')],
  '0: alice unknown, bob unknown, carol active or 2: nobody judged': ['80-users-powershell'],
};

/** The right answer of each case by its folder. */
export const expectedCases: { readonly [folder: string]: string } = Object.fromEntries(
  Object.entries(casesByAnswer).flatMap(([answer, folders]) => folders.map((folder) => [folder, answer])),
);
