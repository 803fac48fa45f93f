// Judges names of groups: those that are no valid variable name cannot be written as `groups.NAME`.

/** What is done about invalid names: TRANSFORM_INVALID_GROUP_CHARS. `never` and `always` warn, `ignore` and `silently` do the same without a word. */
export type GroupNameRule = 'never' | 'ignore' | 'always' | 'silently';

const invalid = /^[^\p{L}\p{M}_]|[^\p{L}\p{M}\p{N}_]/gu;

/** The name that a group gets, and whether it was or had to be another. */
export function groupName(written: string, rule: GroupNameRule): { readonly name: string; readonly warn: boolean } {
  const valid = written.replace(invalid, '_');
  const changes = rule === 'always' || rule === 'silently';
  return {
    name: changes ? valid : written,
    warn: valid !== written && (rule === 'always' || rule === 'never'),
  };
}
