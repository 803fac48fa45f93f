// The YAML scanner; it lives with the templates, whose from_yaml reads YAML as well.

export { type Scan, type SyntaxProblem, scan } from '../../template/text/yaml/scan.ts';
