import { rowOf } from './fill-row.ts';
import type { PageData } from './page-data.ts';
import { everyUser, type Only, onlyNames, usersIn, type View } from './row-order.ts';
import { unpackData } from './unpack.ts';
import { anchorOf, viewOf } from './user-view.ts';

/** So many rows stand in the page at once, until somebody wants all of them. */
const rowsAtOnce = 200;

const data: PageData = await unpackData(document.getElementById('data')?.textContent ?? '');
const table = document.querySelector('table.users');
const more = document.querySelector<HTMLElement>('.more');
let view: View = everyUser;
let limit = rowsAtOnce;

/** Puts the rows of the view into the table, and says how many it leaves out. */
function show(): void {
  const found = usersIn(data, view);
  const rows = found.slice(0, limit).flatMap((index) => rowOf(viewOf(data, index)) ?? []);
  for (const row of table?.querySelectorAll('tbody.user') ?? []) row.remove();
  table?.append(...rows);
  tell(rows.length, found.length);
}

function tell(shown: number, found: number): void {
  const words = document.getElementById('shown');
  const left = found - shown;
  const users = `${found === data.users.name.length ? '' : 'matching '}user${found === 1 ? '' : 's'}`;
  const text = left === 0 ? `${found} ${users}` : `${shown} of ${found} ${users} shown.`;
  if (words !== null) words.textContent = text;
  document.getElementById('show-all')?.toggleAttribute('hidden', left === 0);
}

function change(next: Partial<View>): void {
  view = { ...view, ...next };
  limit = rowsAtOnce;
  show();
  markControls();
}

/** Says by attributes what the view is, for the eye and for screen readers. */
function markControls(): void {
  for (const button of document.querySelectorAll<HTMLElement>('button[data-state]')) {
    button.setAttribute('aria-pressed', `${button.dataset['state'] === view.state}`);
  }
  for (const button of document.querySelectorAll<HTMLElement>('button[data-only]')) {
    const only = onlyOf(button);
    button.setAttribute('aria-pressed', `${only !== undefined && view[only]}`);
  }
  for (const button of document.querySelectorAll<HTMLElement>('button[data-sort]')) {
    const isSorted = view.sort?.column === button.dataset['sort'];
    const way = view.sort?.descending === true ? 'descending' : 'ascending';
    button.closest('th')?.setAttribute('aria-sort', isSorted ? way : 'none');
  }
}

const onlyOf = (button: HTMLElement): Only | undefined => onlyNames.find((only) => only === button.dataset['only']);

function onClick({ target }: MouseEvent): void {
  const button = target instanceof Element ? target.closest<HTMLElement>('button') : null;
  if (button === null) return;
  const { state, sort } = button.dataset;
  const only = onlyOf(button);
  if (state !== undefined) change({ state });
  if (only !== undefined) change({ [only]: !view[only] });
  if (sort !== undefined) change({ sort: nextSort(sort) });
  if (button.id === 'show-all') showAll();
}

/** Days begin with the most; a second click turns the order. */
function nextSort(column: string): View['sort'] {
  const isAgain = view.sort?.column === column;
  return { column, descending: isAgain ? view.sort?.descending !== true : column === 'idleDays' };
}

function showAll(): void {
  limit = Number.POSITIVE_INFINITY;
  show();
}

/** Opens the user whom the address names, `#user=alice`, whatever the view is. */
function openLinked(): void {
  const anchor = location.hash.slice(1);
  if (!anchor.startsWith('user=')) return;
  const index = data.users.name.findIndex((_, each) => anchorOf(data, each) === anchor);
  if (index < 0) return;
  if (!usersIn(data, view).slice(0, limit).includes(index)) {
    view = everyUser;
    limit = Math.max(limit, index + 1);
    show();
    markControls();
  }
  if (document.getElementById(anchor) === null) show();
  const row = document.getElementById(anchor);
  row?.querySelector('details')?.setAttribute('open', '');
  row?.scrollIntoView();
}

/** An open user can be linked to. */
function onToggle({ target }: Event): void {
  if (!(target instanceof HTMLDetailsElement) || !target.open || target.closest('.why > td > details') !== target)
    return;
  const anchor = target.closest('tbody.user')?.id;
  if (anchor !== undefined) history.replaceState(null, '', `#${anchor}`);
}

document.documentElement.classList.add('scripted');
document.querySelector('.controls')?.removeAttribute('hidden');
more?.removeAttribute('hidden');
tell(document.querySelectorAll('tbody.user').length, data.users.name.length);
document.addEventListener('click', onClick);
document.addEventListener('toggle', onToggle, true);
document.getElementById('search')?.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement) change({ query: target.value });
});
addEventListener('hashchange', openLinked);
addEventListener('beforeprint', () => {
  if (usersIn(data, view).length > document.querySelectorAll('tbody.user').length) showAll();
});
openLinked();
performance.mark('interactive');
