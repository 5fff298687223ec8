import { isJsonObject, parsedText } from '../../domain/json.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';
import { canonicalText } from '../canonical-digest.ts';
import type { ExportedContent } from './evidence-content.ts';
import { dataOfPage, evidencePage, isPageWhole } from './evidence-page.tsx';
import { isExportedContent } from './evidence-shape.ts';
import { openEvidence, type SealedEvidence } from './seal.ts';

/** Evidence whose file is as it was written. */
export interface OpenedEvidence {
  readonly form: 'json' | 'page';
  readonly sealed: SealedEvidence;
  readonly content: ExportedContent;
  /** A page of another version cannot be drawn again: whether its words say what its data says was not compared. */
  readonly isPageCompared: boolean;
}

/**
 * Reads a file of evidence in either form, by its content. A wrong `kind` is no evidence at all; anything else that is
 * wrong was changed after it was written.
 */
export function openEvidenceFile(text: string, version: string): Parsed<OpenedEvidence> {
  return text.startsWith('<!doctype html>') ? openPage(text, version) : openData(text, 'json');
}

function openData(text: string, form: OpenedEvidence['form']): Parsed<OpenedEvidence> {
  const opened = openEvidence(text);
  if (opened.kind === 'wrong') return opened;
  const { content } = opened.value;
  if (!isExportedContent(content)) return changed('its digest fits, but fields are missing or have another type');
  return ok({ form, sealed: opened.value, content, isPageCompared: form === 'json' });
}

function openPage(page: string, version: string): Parsed<OpenedEvidence> {
  const data = dataOfPage(page);
  const value = parsedText(data);
  if (!isJsonObject(value))
    return wrong({ field: 'kind', given: undefined, todo: 'is a page without evidence of lastseen' });
  if (!isPageWhole(page)) return changed('it is not byte for byte as it was written');
  const opened = openData(canonicalText(value), 'page');
  if (opened.kind === 'wrong') return opened;
  const { content, sealed } = opened.value;
  if (content.tool.version !== version) return opened;
  const isSame = evidencePage(content, sealed) === page;
  return isSame ? ok({ ...opened.value, isPageCompared: true }) : changed('its words do not say what its data says');
}

const changed = (why: string) => wrong({ field: 'digest', given: undefined, todo: `was changed: ${why}` });
