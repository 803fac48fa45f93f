// What `content` puts into a file: text as it is, lists and mappings as JSON, anything else as Python spells it.

import { Dict, Tuple, type Value } from '../../../model/value.ts';
import { str } from '../../../template/python/index.ts';
import { dumpJson } from '../../../template/text/json-dump.ts';

export function contentText(content: Value): string {
  return content instanceof Dict || content instanceof Tuple || Array.isArray(content)
    ? dumpJson(content)
    : str(content);
}
