declare module 'virtual:outlines' {
  const outlines: readonly { code: string; rings: readonly (readonly (readonly [lon: number, lat: number])[])[] }[]
  export default outlines
}

declare module 'virtual:readings' {
  const table: string
  export default table
}
