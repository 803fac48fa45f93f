// The words of js-yaml's events; they live with the templates, whose from_yaml reads YAML as well.

export {
  type AliasEvent,
  afterClosingBracket,
  type CollectionEvent,
  type ScalarEvent,
  scalarExtent,
  scalarText,
} from '../../template/text/yaml/event-text.ts';
