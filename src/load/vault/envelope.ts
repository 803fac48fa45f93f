// The text form of vaulted data; it lives with the templates, whose filters encrypt as well.

export {
  type Envelope,
  formatEnvelope,
  isVaulted,
  type ParsedEnvelope,
  parseEnvelope,
} from '../../template/text/vault/envelope.ts';
