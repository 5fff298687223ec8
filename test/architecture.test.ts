import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const layers = ['domain', 'infra', 'handlers'] as const;

const filesOf = (layer: string) =>
  readdirSync(layer, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.d\.ts$/.test(entry.name))
    .map((entry) => normalize(join(entry.parentPath, entry.name)))
    .sort();

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2024, true);
  parsed.set(file, source);
  return source;
}

/** One import of a file: of a file of the project by its path, of a package by its name. */
interface Import {
  readonly file: string;
  readonly line: number;
  readonly target: string;
}

/** Every import of a file: statements, re-exports, `import()` of values and of types. */
function importsOf(file: string): Import[] {
  const source = parse(file);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined) => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const name = specifier.text;
    const target = name.startsWith('.') ? normalize(join(dirname(file), name)) : name;
    found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, target });
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node, node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node, node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const words = ({ file, line, target }: Import) => `${file}:${line} imports ${target}`;

/**
 * What makes a decision depend on when or where it is made, as far as the compiler lets it through: for the domain it
 * knows no `process`, `console`, `fetch` or timers (domain/tsconfig.json).
 */
function impurities(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0)
      found.push('new Date()');
    if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random', 'performance.now'].includes(node.getText()))
      found.push(node.getText());
    if (ts.isIdentifier(node) && node.text === 'globalThis') found.push(node.text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) found.push('import()');
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

/** A text, template or pattern in a file, or a cast: where it stands and what it says. */
interface Found {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function findAll(file: string, isFound: (node: ts.Node) => boolean): Found[] {
  const source = parse(file);
  const found: Found[] = [];
  const visit = (node: ts.Node) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (isFound(node)) found.push({ file, line, text: node.getText() });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Who asks `'x' in y`, and why it may: of what is not ours. Our own unions are told apart by their `kind`. */
const mayAskIn: { readonly [file: string]: string } = {
  'infra/trail/bytes/file-error.ts': 'errors of Node have fields that no class declares',
  'infra/trail/bytes/text-layer.ts': 'the codes of zlib are the names of its constants',
};

/** Where a file asks `'x' in y`; fields of foreign JSON are asked for with `hasField` of domain/json.ts. */
const insOf = (file: string): string[] =>
  findAll(file, (node) => ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword).map(
    placeOf,
  );

const placeOf = ({ file, line, text }: Found) => `${file}:${line} ${text}`;

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isRegularExpressionLiteral(node);

/** The text of one, without its marks; templates piece by piece. */
const says = (node: ts.Node, pattern: RegExp): boolean => isText(node) && pattern.test(node.getText());

/** What an entry begins with, or what stands behind its user, subject or Region. */
const entryText =
  /^['"`/^(?:]*(?:user|name|region|campaign|approval|org|account)#|#(?:month|dark|assessment|lookup|services|lifecycle|keep|removal|creator|references)\b|^['"`/^(?:]*settings#/;

/** Where sort keys and the partitions of organizations are built and read. */
const entryFiles = ['domain/sightings/entry.ts', 'domain/sightings/read-entry.ts', 'domain/sightings/partition.ts'];

const isCastTo =
  (...types: readonly string[]) =>
  (node: ts.Node): boolean =>
    ts.isAsExpression(node) && types.some((type) => new RegExp(`\\b${type}\\b`).test(node.type.getText()));

/** A decision by what a text begins with, ends with or looks like. */
function isDecisionBy(node: ts.Node, text: RegExp): boolean {
  if (ts.isRegularExpressionLiteral(node)) return text.test(node.text);
  const method =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text;
  const decides = ['startsWith', 'endsWith', 'includes', 'indexOf', 'split', 'slice'].includes(`${method}`);
  return decides && ts.isCallExpression(node) && node.arguments.some((argument) => says(argument, text));
}

const credentialText = /(?:AKIA|ASIA|access_key|cert)/;

const domainRooms = [
  'domain',
  'domain/sightings',
  'domain/inventory',
  'domain/owners',
  'domain/coverage',
  'domain/digests',
  'domain/cloudtrail',
  'domain/services',
  'domain/rhythm',
  'domain/verdict',
  'domain/accounts',
  'domain/history',
  'domain/findings',
  'domain/findings/asff',
  'domain/findings/ocsf',
  'domain/table',
  'domain/archive',
  'domain/settings',
  'domain/backfill',
  'domain/alerts',
  'domain/reconcile',
  'domain/doctor',
  'domain/approvals',
  'domain/lifecycle',
  'domain/lifecycle/acting',
  'domain/lifecycle/deletion',
  'domain/lifecycle/function',
  'domain/lifecycle/policies',
  'domain/notices',
  'domain/review',
  'domain/listening',
  'domain/evidence',
  'domain/references',
  'domain/providers',
  'domain/providers/entra',
  'domain/providers/google',
  'domain/providers/gcp',
  'domain/organization',
  'domain/people',
] as const;

const anyDomain = [...domainRooms];
const awsRoom = [...anyDomain, 'infra/ports', 'infra/aws'];
const anyAdapter = [
  'infra/ports',
  'infra/ports/approvals',
  'infra/ports/deletion',
  'infra/ports/accounts',
  'infra/ports/tenants',
  'infra/aws',
  'infra/aws/alerts',
  'infra/aws/cloudtrail',
  'infra/aws/deployment',
  'infra/aws/dynamodb',
  'infra/aws/dynamodb/accounts',
  'infra/aws/dynamodb/acts',
  'infra/aws/dynamodb/approvals',
  'infra/aws/dynamodb/campaigns',
  'infra/aws/dynamodb/organization',
  'infra/aws/dynamodb/proofs',
  'infra/aws/dynamodb/tenants',
  'infra/aws/iam',
  'infra/aws/kms',
  'infra/aws/organization',
  'infra/aws/s3',
  'infra/aws/secrets',
  'infra/aws/security-hub',
  'infra/entra',
  'infra/google',
  'infra/gcp',
  'infra/http',
  'infra/local',
  'infra/notices',
  'infra/trail',
  'infra/trail/bytes',
  'infra/trail/digests',
  'infra/trail/threads',
];
const flow = [...anyDomain, ...anyAdapter, 'handlers'];
const anyFlow = [
  'ingest',
  'accounts',
  'entra',
  'live',
  'google',
  'gcp',
  'security-hub',
  'evidence',
  'trail',
  'archive',
  'backfill',
  'reconcile',
  'organization',
  'scan',
  'doctor',
  'query',
  'query/organization',
  'report',
  'page',
  'widget',
  'sample',
  'verify',
  'report/html',
  'lifecycle',
  'lifecycle/approvals',
  'review',
  'tenants',
];
const door = [...flow, ...anyFlow.map((name) => `handlers/${name}`)];

/** Lists of rooms that many may import; who may need not use all of one. */
const shared: readonly (readonly string[])[] = [anyDomain, awsRoom, anyAdapter, flow, door];

/** Who may import whom, beside itself. A new arrow is a decision, taken here. */
const mayImport: { readonly [room: string]: readonly string[] } = {
  domain: [],
  'domain/sightings': ['domain'],
  'domain/inventory': ['domain'],
  'domain/coverage': ['domain'],
  'domain/digests': ['domain', 'domain/cloudtrail', 'domain/coverage'],
  'domain/owners': ['domain', 'domain/sightings', 'domain/inventory'],
  'domain/cloudtrail': ['domain', 'domain/sightings', 'domain/coverage', 'domain/owners'],
  'domain/services': ['domain', 'domain/inventory'],
  'domain/rhythm': [],
  'domain/verdict': [
    'domain',
    'domain/sightings',
    'domain/inventory',
    'domain/services',
    'domain/coverage',
    'domain/rhythm',
  ],
  'domain/accounts': ['domain', 'domain/sightings', 'domain/verdict'],
  'domain/history': ['domain', 'domain/sightings', 'domain/inventory', 'domain/coverage', 'domain/verdict'],
  'domain/table': [
    'domain',
    'domain/accounts',
    'domain/sightings',
    'domain/services',
    'domain/coverage',
    'domain/verdict',
    'domain/history',
    'domain/rhythm',
  ],
  'domain/findings': ['domain', 'domain/inventory', 'domain/verdict'],
  'domain/findings/asff': ['domain', 'domain/verdict', 'domain/findings'],
  'domain/findings/ocsf': ['domain', 'domain/verdict', 'domain/findings'],
  'domain/archive': ['domain', 'domain/cloudtrail', 'domain/sightings'],
  'domain/settings': ['domain', 'domain/accounts', 'domain/inventory', 'domain/verdict'],
  'domain/backfill': [
    'domain',
    'domain/cloudtrail',
    'domain/coverage',
    'domain/inventory',
    'domain/sightings',
    'domain/table',
    'domain/verdict',
  ],
  'domain/alerts': [
    'domain',
    'domain/coverage',
    'domain/sightings',
    'domain/table',
    'domain/verdict',
    'domain/history',
  ],
  'domain/reconcile': [
    'domain',
    'domain/sightings',
    'domain/inventory',
    'domain/coverage',
    'domain/cloudtrail',
    'domain/verdict',
    'domain/history',
    'domain/table',
    'domain/alerts',
    'domain/rhythm',
  ],
  'domain/doctor': [
    'domain',
    'domain/coverage',
    'domain/inventory',
    'domain/lifecycle',
    'domain/lifecycle/policies',
    'domain/organization',
    'domain/providers/google',
  ],
  'domain/approvals': ['domain', 'domain/sightings'],
  'domain/lifecycle': [
    'domain',
    'domain/approvals',
    'domain/sightings',
    'domain/inventory',
    'domain/owners',
    'domain/settings',
    'domain/verdict',
    'domain/references',
    'domain/coverage',
    'domain/lifecycle/deletion',
    'domain/lifecycle/policies',
  ],
  'domain/lifecycle/function': [
    'domain',
    'domain/settings',
    'domain/owners',
    'domain/alerts',
    'domain/verdict',
    'domain/lifecycle',
  ],
  'domain/lifecycle/policies': ['domain', 'domain/verdict'],
  'domain/lifecycle/deletion': [
    'domain',
    'domain/approvals',
    'domain/sightings',
    'domain/lifecycle',
    'domain/references',
  ],
  'domain/lifecycle/acting': [
    'domain',
    'domain/approvals',
    'domain/lifecycle',
    'domain/lifecycle/deletion',
    'domain/verdict',
  ],
  'domain/notices': [
    'domain',
    'domain/sightings',
    'domain/verdict',
    'domain/history',
    'domain/lifecycle',
    'domain/alerts',
    'domain/review',
  ],
  'domain/review': ['domain', 'domain/sightings', 'domain/verdict', 'domain/lifecycle'],
  'domain/listening': [
    'domain',
    'domain/inventory',
    'domain/sightings',
    'domain/cloudtrail',
    'domain/settings',
    'domain/verdict',
    'domain/lifecycle',
  ],
  'domain/evidence': [
    'domain',
    'domain/approvals',
    'domain/inventory',
    'domain/lifecycle',
    'domain/lifecycle/deletion',
    'domain/references',
    'domain/verdict',
  ],
  'domain/references': ['domain', 'domain/sightings'],
  'domain/organization': [
    'domain',
    'domain/accounts',
    'domain/coverage',
    'domain/verdict',
    'domain/history',
    'domain/alerts',
  ],
  'domain/people': ['domain', 'domain/inventory'],
  'domain/providers': ['domain', 'domain/sightings', 'domain/inventory', 'domain/cloudtrail'],
  'domain/providers/entra': [
    'domain',
    'domain/providers',
    'domain/sightings',
    'domain/inventory',
    'domain/coverage',
    'domain/cloudtrail',
  ],
  'domain/providers/google': [
    'domain',
    'domain/providers',
    'domain/sightings',
    'domain/inventory',
    'domain/coverage',
    'domain/cloudtrail',
  ],
  'domain/providers/gcp': ['domain', 'domain/inventory', 'domain/providers'],

  'infra/ports/approvals': anyDomain,
  'infra/ports/deletion': [...anyDomain, 'infra/ports'],
  'infra/ports': [...anyDomain, 'infra/ports/accounts', 'infra/ports/approvals'],
  'infra/ports/accounts': anyDomain,
  'infra/ports/tenants': anyDomain,
  'infra/aws': [...anyDomain],
  'infra/aws/alerts': awsRoom,
  'infra/aws/approvals': [],
  'infra/aws/cloudtrail': awsRoom,
  'infra/aws/deployment': [...awsRoom, 'infra/aws/dynamodb', 'infra/aws/dynamodb/tenants', 'infra/aws/secrets'],
  'infra/aws/dynamodb': awsRoom,
  'infra/aws/dynamodb/accounts': [...awsRoom, 'infra/aws/dynamodb', 'infra/ports/accounts'],
  'infra/aws/dynamodb/acts': [...awsRoom, 'infra/aws/dynamodb'],
  'infra/aws/dynamodb/approvals': [...awsRoom, 'infra/ports/approvals', 'infra/aws/dynamodb'],
  'infra/aws/dynamodb/campaigns': [...awsRoom, 'infra/aws/dynamodb'],
  'infra/aws/dynamodb/organization': [...awsRoom, 'infra/aws/dynamodb'],
  'infra/aws/dynamodb/proofs': [...awsRoom, 'infra/aws/dynamodb'],
  'infra/aws/dynamodb/tenants': [...awsRoom, 'infra/ports/tenants', 'infra/aws/dynamodb'],
  'infra/aws/iam': awsRoom,
  'infra/aws/iam-delete': [...awsRoom, 'infra/ports/deletion'],
  'infra/aws/iam-write': awsRoom,
  'infra/aws/kms': awsRoom,
  'infra/aws/organization': awsRoom,
  'infra/aws/references': awsRoom,
  'infra/aws/s3': awsRoom,
  'infra/aws/secrets': awsRoom,
  'infra/aws/security-hub': awsRoom,
  'infra/notices': [...anyDomain, 'infra/ports'],
  'infra/local': [
    ...anyDomain,
    'infra/ports',
    'infra/aws/dynamodb',
    'infra/aws/dynamodb/acts',
    'infra/local/embedded',
    'infra/trail/bytes',
  ],
  'infra/gcp': [...anyDomain, 'infra/local'],
  'infra/entra': [...anyDomain, 'infra/http', 'infra/local', 'infra/trail/bytes', 'infra/trail/json'],
  'infra/google': [...anyDomain, 'infra/http', 'infra/local'],
  'infra/http': ['domain'],
  'infra/local/embedded': [
    ...anyDomain,
    'infra/ports',
    'infra/ports/accounts',
    'infra/aws/dynamodb',
    'infra/aws/dynamodb/proofs',
    'infra/aws/dynamodb/campaigns',
    'infra/aws/dynamodb/approvals',
    'infra/ports/approvals',
    'infra/aws/dynamodb/organization',
    'infra/local',
  ],
  'infra/trail': [...anyDomain, 'infra/trail/bytes', 'infra/trail/json', 'infra/trail/scanner'],
  'infra/trail/bytes': [],
  'infra/trail/digests': [...anyDomain, 'infra/trail/bytes'],
  'infra/trail/json': ['domain/cloudtrail'],
  'infra/trail/scanner': [...anyDomain, 'infra/trail/json'],
  'infra/trail/scanner/kernel': ['infra/trail/scanner/kernel/inflate'],
  'infra/trail/scanner/kernel/inflate': [],
  'infra/trail/threads': [...anyDomain, 'infra/trail', 'infra/trail/bytes'],

  handlers: [...anyDomain, ...anyAdapter],
  'handlers/accounts': [...flow, 'infra/ports/accounts'],
  'handlers/ingest': [...flow, 'handlers/lifecycle'],
  'handlers/trail': flow,
  'handlers/archive': [...flow, 'handlers/ingest', 'handlers/trail'],
  'handlers/backfill': flow,
  'handlers/reconcile': flow,
  'handlers/organization': [...flow, 'handlers/accounts', 'handlers/reconcile', 'infra/ports/accounts'],
  'handlers/security-hub': flow,
  'handlers/evidence': [
    ...flow,
    'handlers/query',
    'handlers/report',
    'handlers/report/html',
    'handlers/trail',
    'handlers/archive',
    'handlers/verify',
  ],
  'handlers/scan': [...flow, 'handlers/trail', 'handlers/backfill'],
  'handlers/lifecycle/approvals': [...flow, 'handlers/lifecycle'],
  'handlers/lifecycle': [...flow, 'handlers/scan', 'handlers/lifecycle/deletion'],
  'handlers/entra': [...flow, 'handlers/scan', 'handlers/trail', 'handlers/live'],
  'handlers/live': [...flow, 'handlers/trail'],
  'handlers/google': [...flow, 'handlers/scan', 'handlers/trail', 'handlers/live'],
  'handlers/tenants': [
    ...flow,
    'handlers/entra',
    'handlers/google',
    'handlers/reconcile',
    'handlers/scan',
    'handlers/trail',
  ],
  'handlers/gcp': [...flow, 'handlers/scan'],
  'handlers/lifecycle/deletion': [...flow, 'handlers/lifecycle'],
  'handlers/review': [...flow, 'handlers/lifecycle', 'handlers/evidence'],
  'handlers/doctor': flow,
  'handlers/verify': [...flow, 'handlers/archive', 'handlers/trail'],
  'handlers/deploy': flow,
  'handlers/report': [...flow, 'handlers/scan', 'handlers/trail', 'handlers/backfill', 'handlers/doctor'],
  'handlers/query': [...flow, 'handlers/report'],
  'handlers/query/organization': [...flow, 'handlers/query', 'handlers/report'],
  'handlers/report/html': [...anyDomain, 'handlers/report', 'handlers/report/html/browser'],
  'handlers/report/html/browser': [],
  'handlers/page': [...flow, 'handlers/query', 'handlers/report', 'handlers/report/html'],
  'handlers/widget': flow,
  'handlers/sample': [...anyDomain, 'handlers/sample/digests'],
  'handlers/sample/digests': [...anyDomain, 'handlers/sample'],
  'handlers/lambda/approvals': [...flow, 'handlers/lifecycle/approvals', 'handlers/lambda'],
  'handlers/lambda': [...door, 'infra/aws/iam-delete', 'infra/aws/iam-write'],
  'handlers/lambda/providers': [...door, 'handlers/lambda'],
  'handlers/lambda/organization': [...door, 'handlers/lambda'],
  'handlers/cli': [
    ...door,
    'handlers/cli/commands',
    'handlers/cli/commands/verify',
    'handlers/cli/commands/evidence',
    'handlers/cli/commands/lifecycle',
    'handlers/cli/commands/lifecycle/approvals',
    'handlers/cli/commands/review',
    'handlers/cli/commands/copy',
    'handlers/cli/commands/scan',
    'handlers/cli/commands/settings',
    'handlers/cli/config',
    'handlers/cli/options',
    'handlers/cli/progress',
  ],
  'handlers/cli/commands/scan': [
    ...door,
    'handlers/cli',
    'handlers/cli/commands',
    'handlers/cli/commands/entra',
    'handlers/cli/commands/gcp',
    'handlers/cli/commands/google',
    'handlers/cli/commands/organization',
    'handlers/cli/commands/providers',
    'handlers/cli/options',
    'handlers/cli/progress',
    'handlers/cli/render',
  ],
  'handlers/cli/commands': [
    ...door,
    'handlers/cli/commands/organization',
    'handlers/cli/commands/scan',
    'handlers/cli',
    'handlers/cli/commands/entra',
    'handlers/cli/commands/google',
    'handlers/cli/options',
    'handlers/cli/render',
    'handlers/cli/progress',
  ],
  'handlers/cli/commands/gcp': door,
  'handlers/cli/commands/providers': [
    ...door,
    'handlers/cli',
    'handlers/cli/commands/entra',
    'handlers/cli/commands/gcp',
    'handlers/cli/commands/google',
    'handlers/cli/options',
    'handlers/cli/render',
  ],
  'handlers/cli/commands/google': [
    ...door,
    'handlers/cli',
    'handlers/cli/commands/providers',
    'handlers/cli/options',
    'handlers/cli/progress',
  ],
  'handlers/cli/commands/entra': [
    ...door,
    'handlers/cli',
    'handlers/cli/commands/providers',
    'handlers/cli/options',
    'handlers/cli/progress',
  ],
  'handlers/cli/commands/evidence': [
    ...door,
    'handlers/cli',
    'handlers/cli/options',
    'handlers/cli/render',
    'handlers/cli/progress',
  ],
  'handlers/cli/commands/lifecycle/approvals': [
    ...door,
    'infra/aws/approvals',
    'handlers/cli',
    'handlers/cli/commands/lifecycle',
    'handlers/cli/options',
    'handlers/cli/render',
  ],
  'handlers/cli/commands/lifecycle': [
    ...door,
    'infra/aws/iam-delete',
    'handlers/cli/commands/lifecycle/approvals',
    'infra/aws/iam-write',
    'infra/aws/references',
    'handlers/cli',
    'handlers/cli/options',
    'handlers/cli/render',
    'handlers/cli/progress',
  ],
  'handlers/cli/commands/copy': [...door, 'handlers/cli', 'handlers/cli/options', 'handlers/cli/progress'],
  'handlers/cli/commands/settings': [
    ...door,
    'handlers/cli',
    'handlers/cli/options',
    'handlers/cli/render',
    'handlers/cli/render/settings',
  ],
  'handlers/cli/commands/organization': [
    ...door,
    'infra/aws/organization',
    'handlers/organization',
    'handlers/cli',
    'handlers/cli/progress',
    'handlers/cli/commands/scan',
    'handlers/cli/options',
    'handlers/cli/render',
    'handlers/cli/render/organization',
  ],
  'handlers/cli/commands/review': [
    ...door,
    'handlers/cli',
    'handlers/cli/commands/lifecycle',
    'handlers/cli/options',
    'handlers/cli/render',
    'handlers/cli/render/review',
  ],
  'handlers/cli/config': [...door, 'handlers/cli', 'handlers/cli/schemas'],
  'handlers/cli/commands/verify': [
    ...door,
    'handlers/cli',
    'handlers/cli/options',
    'handlers/cli/render',
    'handlers/cli/progress',
  ],
  'handlers/cli/options': [...door, 'handlers/cli'],
  'handlers/cli/render': [...door, 'handlers/cli', 'handlers/cli/render/markdown'],
  'handlers/cli/render/review': [...door, 'handlers/cli', 'handlers/cli/render'],
  'handlers/cli/render/organization': [...door, 'handlers/cli', 'handlers/cli/render', 'handlers/cli/render/markdown'],
  'handlers/cli/render/settings': [...door, 'handlers/cli', 'handlers/cli/render'],
  'handlers/cli/render/markdown': [...door, 'handlers/cli/render'],
  'handlers/cli/progress': [...door, 'handlers/cli/options', 'handlers/cli/render'],
};

/** The commands that a file imports from a client of the SDK. */
function commandsOf(file: string, client: string): string[] {
  const names = findAll(file, ts.isImportSpecifier).filter(({ text }) => /^\w+Command$/.test(text));
  return importsOf(file).some(({ target }) => target === client) ? names.map(({ text }) => text) : [];
}

/** Packages and Node's modules are not rooms; what a layer may import of those is asked elsewhere. */
function isAllowed(from: string, to: string): boolean {
  const isRoom = layers.some((layer) => to === layer || to.startsWith(`${layer}/`));
  return !isRoom || from === to || mayImport[from]?.includes(to) === true;
}

describe('the architecture', () => {
  it('has files to look at', () => {
    for (const layer of layers) expect(filesOf(layer).length).toBeGreaterThan(10);
  });

  it('lets imports point from handlers to infra to domain and never back', () => {
    const wrong = layers.flatMap((layer, level) =>
      filesOf(layer).flatMap((file) =>
        importsOf(file)
          .filter(({ target }) => [...layers.slice(level + 1), 'test'].some((upper) => target.startsWith(`${upper}/`)))
          .map(words),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the domain to itself: no package, no Node module, no other folder', () => {
    const strangers = filesOf('domain').flatMap((file) =>
      importsOf(file).filter(({ target }) => !target.startsWith('domain/')),
    );
    expect(strangers.map(words)).toEqual([]);
  });

  it('keeps clock, chance, environment and the outside out of the domain', () => {
    expect(filesOf('domain').flatMap((file) => impurities(file).map((what) => `${file}: ${what}`))).toEqual([]);
  });

  it('sees an impurity where there is one', () => {
    expect(impurities('handlers/clock.ts')).toEqual(['Date.now']);
  });

  it('tells unions apart by their kind and never by a field that one of them has', () => {
    const asking = layers.flatMap(filesOf).filter((file) => insOf(file).length > 0);
    expect(asking.filter((file) => mayAskIn[file] === undefined).flatMap(insOf)).toEqual([]);
    expect(asking).toEqual(Object.keys(mayAskIn).sort());
  });

  it('has no cycles of imports', () => {
    const imports = new Map(layers.flatMap(filesOf).map((file) => [file, importsOf(file).map(({ target }) => target)]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (file: string, path: readonly string[]) => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      if (path.includes(file) || done.has(file)) return;
      for (const target of imports.get(file) ?? []) walk(target, [...path, file]);
      done.add(file);
    };
    for (const file of imports.keys()) walk(file, []);
    expect(cycles).toEqual([]);
  });

  it('lets each room import only the rooms that the table allows', () => {
    const wrong = layers.flatMap(filesOf).flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => !isAllowed(dirname(file), dirname(target)))
        .map((each) => `${words(each)}: ${dirname(file)} may not import ${dirname(each.target)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('allows no arrow that nobody draws', () => {
    const arrow = (from: string, to: string) => `${from} > ${to}`;
    const drawn = new Set(
      layers
        .flatMap(filesOf)
        .flatMap((file) => importsOf(file).map(({ target }) => arrow(dirname(file), dirname(target)))),
    );
    const idle = Object.entries(mayImport).flatMap(([room, allowed]) => {
      const given = shared.filter((group) => group.every((each) => allowed.includes(each))).flat();
      return allowed.filter((to) => !given.includes(to)).map((to) => arrow(room, to));
    });
    expect(idle.filter((each) => !drawn.has(each))).toEqual([]);
  });

  it('knows every room, and no room that is gone', () => {
    const rooms = new Set(layers.flatMap(filesOf).map((file) => dirname(file)));
    expect([...rooms].sort()).toEqual(Object.keys(mayImport).sort());
  });

  it('has at most 25 files in a room', () => {
    const counts = new Map<string, number>();
    for (const file of [...layers, 'test'].flatMap(filesOf))
      counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 25)).toEqual([]);
  });

  it('changes IAM in two rooms alone: one quarantines by four calls, one deletes by eleven', () => {
    const rooms = ['infra/aws/iam-write/', 'infra/aws/iam-delete/'];
    const files = layers.flatMap(filesOf);
    const commandsIn = (chosen: readonly string[]) => chosen.flatMap((file) => commandsOf(file, '@aws-sdk/client-iam'));
    const isReading = (name: string) => /^(?:Get|List|Generate)/.test(name);
    const reading = commandsIn(files.filter((file) => !rooms.some((room) => file.startsWith(room))));
    expect(reading.length).toBeGreaterThan(10);
    expect(reading.filter((name) => !isReading(name))).toEqual([]);
    const [writing, deleting] = rooms.map((room) =>
      commandsIn(files.filter((file) => file.startsWith(room)))
        .filter((name) => !isReading(name))
        .sort(),
    );
    expect(writing).toEqual([
      'AttachUserPolicyCommand',
      'DetachUserPolicyCommand',
      'TagUserCommand',
      'UntagUserCommand',
    ]);
    expect(deleting).toEqual([
      'DeactivateMFADeviceCommand',
      'DeleteAccessKeyCommand',
      'DeleteLoginProfileCommand',
      'DeleteSSHPublicKeyCommand',
      'DeleteServiceSpecificCredentialCommand',
      'DeleteSigningCertificateCommand',
      'DeleteUserCommand',
      'DeleteUserPolicyCommand',
      'DeleteVirtualMFADeviceCommand',
      'DetachUserPolicyCommand',
      'RemoveUserFromGroupCommand',
    ]);
  });

  it('lets no function and no command but those that act load the room that changes IAM', () => {
    const importers = layers
      .flatMap(filesOf)
      .filter((file) => importsOf(file).some(({ target }) => target.startsWith('infra/aws/iam-write/')));
    const others = importers.filter((file) => !file.startsWith('handlers/cli/commands/lifecycle/'));
    expect(others).toEqual(['handlers/lambda/quarantine.ts']);
  });

  it('lets one function and the command that acts alone load the room that deletes', () => {
    const importers = layers
      .flatMap(filesOf)
      .filter((file) => importsOf(file).some(({ target }) => target.startsWith('infra/aws/iam-delete/')))
      .filter((file) => !file.startsWith('infra/aws/iam-delete/'));
    expect(importers).toEqual(['handlers/cli/commands/lifecycle/run-apply.ts', 'handlers/lambda/remove.ts']);
  });

  it('sees an import() as an import', () => {
    expect(importsOf('test/handlers/lambda/ingest.test.ts').map(({ target }) => target)).toContain(
      'handlers/lambda/ingest.ts',
    );
  });

  it('builds entries in one file, reads them in another, and takes none apart elsewhere', () => {
    const others = layers.flatMap(filesOf).filter((file) => !entryFiles.includes(file));
    const built = others.flatMap((file) => findAll(file, (node) => says(node, entryText)));
    const cut = others.flatMap((file) => findAll(file, (node) => isDecisionBy(node, /^['"`]#['"`]$/)));
    const cast = others.flatMap((file) => findAll(file, isCastTo('Entry')));
    // There the sample's request parameters are cut, which are no entries.
    const isOfEntry = ({ file }: Found) => file !== 'handlers/sample/call-record.ts';
    expect([...built, ...cut.filter(isOfEntry), ...cast].map(placeOf)).toEqual([]);
  });

  it('decodes credentials in one file alone', () => {
    const codec = ['domain/credential.ts', 'domain/ids.ts'];
    const others = layers.flatMap(filesOf).filter((file) => !codec.includes(file));
    const decided = others.flatMap((file) => findAll(file, (node) => isDecisionBy(node, credentialText)));
    const cast = others.flatMap((file) => findAll(file, isCastTo('CredentialUsed', 'AccessKeyId')));
    expect([...decided, ...cast].map(placeOf)).toEqual([]);
  });

  it('sees an entry and a credential that are taken apart', () => {
    const entries = entryFiles.flatMap((file) =>
      findAll(file, (node) => says(node, entryText) || isCastTo('Entry')(node)),
    );
    expect(entries.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["'user#'", "'name#'", "'region#'", "'#dark'", 'text as Entry']),
    );
    const keys = ['domain/credential.ts', 'domain/ids.ts'].flatMap((file) =>
      findAll(file, (node) => isDecisionBy(node, credentialText)),
    );
    expect(keys.map(({ text }) => text)).toEqual(["accessKeyId?.startsWith('ASIA')", '/^AKIA[A-Z0-9]{12,124}$/']);
  });
});
