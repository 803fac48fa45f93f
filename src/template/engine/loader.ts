// Finds and reads the templates that other templates include, import or extend.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TemplateError } from '../callable.ts';
import { compileTemplate } from '../compile/template.ts';
import { fileSpelling, playbookSpelling, type Spelling } from '../syntax/settings.ts';
import type { Run } from './frame.ts';
import type { Pass } from './pass.ts';
import type { Source } from './place.ts';
import type { Template } from './template.ts';

export interface LoadedTemplate {
  readonly name: string;
  readonly template: Template;
  readonly source: Source;
}

/** A template that was not found. */
export class TemplateNotFound extends TemplateError {
  constructor(names: readonly string[], searched: readonly string[]) {
    const what =
      names.length === 1
        ? `the template '${names[0]}'`
        : `none of the templates ${names.map((name) => `'${name}'`).join(', ')}`;
    super(
      names.length === 0
        ? 'there are no template names to choose from'
        : `${what} was not found in ${searched.join(', ')}`,
    );
    this.name = 'TemplateNotFound';
  }
}

/** The first of these templates that is found, for a template that is running. */
export function loadTemplate({ pass, template, source: from }: Run, names: readonly string[]): LoadedTemplate {
  const directories = searchDirectories(pass, from);
  const spelling = includedSpelling(template.spelling);
  for (const name of names) {
    const found = find(name, directories);
    if (!found) continue;
    const source: Source = { text: found.text, file: { path: found.path, text: found.text } };
    return { name, template: compileTemplate(found.text, spelling), source };
  }
  throw new TemplateNotFound(names, directories);
}

// Files are spelled like the template that asks for them, header and all, but their strings have escapes.
function includedSpelling(spelling: Spelling): Spelling {
  if (!spelling.rawStrings) return spelling;
  return spelling === playbookSpelling ? fileSpelling : { ...spelling, rawStrings: false };
}

// Ansible's order: `templates` of each directory before the directory itself, last where the template in hand is.
function searchDirectories(pass: Pass, from: Source): readonly string[] {
  const bases = [...pass.controller.searchPath('templates'), ...(from.file ? [dirname(from.file.path)] : [])];
  return [...new Set(bases.flatMap((base) => [join(base, 'templates'), base]))];
}

// A name that climbs out of its directory is never found, as with Jinja's loader.
function find(
  name: string,
  directories: readonly string[],
): { readonly path: string; readonly text: string } | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || parts.length === 0) return undefined;
  for (const directory of directories) {
    const path = join(directory, ...parts);
    const text = read(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
