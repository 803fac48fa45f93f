// Mistakes in the templates and expressions of a playbook, found without evaluating them.

import { listed } from '../../model/playbook.ts';
import type { MapEntry, Node } from '../../model/source.ts';
import { hasTag, isTemplate, scalarsIn } from './nodes.ts';
import type { TemplateCheck } from './options.ts';
import type { Report } from './session.ts';

/** Reports the mistakes in every template at or below a node. */
export function checkTemplates(check: TemplateCheck, node: Node, report: Report): void {
  for (const scalar of scalarsIn(node)) if (isTemplate(scalar)) check.template(scalar).forEach(report);
}

/** Reports the mistakes in the expressions of a conditional keyword. */
export function checkConditions(check: TemplateCheck, entry: MapEntry, report: Report): void {
  for (const item of listed(entry.value)) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') continue;
    if (!hasTag(item.value)) {
      check.expression(item).forEach(report);
      continue;
    }
    check.template(item).forEach(report);
    const message = `'${entry.key.value}' is an expression already; it needs no {{ }}`;
    report({ severity: 'warning', message, span: item.span, hint: 'take the braces away' });
  }
}
