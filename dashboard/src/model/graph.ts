export type NodeKind = 'person' | 'caregiver' | 'device' | 'address'

export interface GraphNode {
  id: string
  kind: NodeKind
  ref: string
  step: number
  leftOut?: number
}

export interface GraphEdge {
  from: string
  to: string
  relation: string
  count?: number
}

export interface Graph {
  root: string
  nodes: GraphNode[]
  edges: GraphEdge[]
  truncated: boolean
  /** As known at an instant: of some only the latest entries there were then were read. */
  partial?: boolean
}

export interface Placed {
  x: number
  y: number
}

/**
 * Puts the nodes where ties are short and nodes apart: springs along the ties, repulsion between all, a pull to the middle. It starts
 * from rings around the root, so that the same graph is always drawn the same way.
 */
export function layout(graph: Graph, rounds = 320): Map<string, Placed> {
  const nodes = graph.nodes.map((node, i) => ({ id: node.id, step: node.step, ...startOf(graph, node, i), vx: 0, vy: 0 }))
  const index = new Map(nodes.map((node, i) => [node.id, i]))
  const ties = graph.edges.map((edge) => [index.get(edge.from), index.get(edge.to)] as const).filter((tie): tie is readonly [number, number] => tie[0] !== undefined && tie[1] !== undefined)
  for (let round = 0; round < rounds; round++) {
    const heat = 1 - round / rounds
    for (let i = 0; i < nodes.length; i++) {
      for (let j = i + 1; j < nodes.length; j++) push(nodes[i]!, nodes[j]!)
    }
    for (const [from, to] of ties) pull(nodes[from]!, nodes[to]!)
    for (const node of nodes) {
      node.vx -= node.x * 0.012
      node.vy -= node.y * 0.018
      const speed = Math.hypot(node.vx, node.vy)
      const most = 24 * heat + 0.5
      const held = node.step === 0 ? 0 : speed > most ? most / speed : 1
      node.x += node.vx * held
      node.y += node.vy * held
      node.vx *= 0.6
      node.vy *= 0.6
    }
  }
  return new Map(nodes.map(({ id, x, y }) => [id, { x, y }]))
}

interface Moving extends Placed {
  vx: number
  vy: number
}

function push(a: Moving, b: Moving): void {
  const dx = a.x - b.x || 0.01
  const dy = a.y - b.y || 0.01
  const square = Math.max(60, dx * dx + dy * dy)
  const force = 4200 / square / Math.sqrt(square)
  a.vx += dx * force
  a.vy += dy * force
  b.vx -= dx * force
  b.vy -= dy * force
}

function pull(a: Moving, b: Moving): void {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = Math.hypot(dx, dy) || 1
  const force = ((length - 104) / length) * 0.06
  a.vx += dx * force
  a.vy += dy * force
  b.vx -= dx * force
  b.vy -= dy * force
}

function startOf(graph: Graph, node: GraphNode, i: number): Placed {
  if (node.step === 0) return { x: 0, y: 0 }
  const angle = (i / graph.nodes.length) * 2 * Math.PI
  return { x: Math.cos(angle) * 110 * node.step, y: Math.sin(angle) * 90 * node.step }
}
