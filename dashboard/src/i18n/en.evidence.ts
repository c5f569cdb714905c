import type { zhEvidence } from './zh.evidence.ts'

export const enEvidence: Record<keyof typeof zhEvidence, string> = {
  'packet.open': 'Evidence packet',
  'packet.heading': 'Make an evidence packet',
  'packet.purpose': 'Purpose',
  'packet.purposeHint': 'It is noted in the audit, with the hash of the packet.',
  'packet.most': 'A packet has at most {most} alerts',
  'packet.missing': 'Say what it is for.',
  'packet.what': 'It holds the alert, the articles, figures and limits, a map, what was done, the case files, and every journal entry, unmasked.',
  'packet.make': 'Make it',
  'packet.busy': 'Making it…',
  'packet.failed': 'It could not be made: {reason}',
  'packet.done': 'Made; the download has begun. It can be fetched again for 15 minutes.',
  'packet.zip': 'All files (ZIP, checked by silo verify)',
  'packet.docx': 'Word document',
  'packet.print': 'Print, or save as PDF',
  'packet.hash': 'Hash of the packet (SHA-256)',

  'export.label': 'Export the list',
  'export.csv': 'Export as CSV',
  'export.xlsx': 'Export as Excel',
}
