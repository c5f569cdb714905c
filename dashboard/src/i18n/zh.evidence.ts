/** Evidence packets and files of lists. */
export const zhEvidence = {
  'packet.open': '证据材料',
  'packet.heading': '制作证据材料',
  'packet.purpose': '用途',
  'packet.purposeHint': '用途将与材料的校验值一并记入审计日志。',
  'packet.most': '一份材料最多 {most} 条预警',
  'packet.missing': '请填写用途。',
  'packet.what': '材料含预警、依据条款、数值与阈值、位置示意、处置经过、案卷及全部流水，未脱敏。',
  'packet.make': '制作',
  'packet.busy': '正在制作…',
  'packet.failed': '未能制作：{reason}',
  'packet.done': '已制作并开始下载，15 分钟内可再次取用。',
  'packet.zip': '全部文件（ZIP，可用 silo verify 校验）',
  'packet.docx': 'Word 文档',
  'packet.print': '打印或另存为 PDF',
  'packet.hash': '材料校验值（SHA-256）',

  'export.label': '导出列表',
  'export.csv': '导出为 CSV',
  'export.xlsx': '导出为 Excel',
} as const
