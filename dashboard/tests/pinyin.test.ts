import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readingsTable } from '../build/readings.ts'
import { byName } from '../src/i18n/collate.ts'
import { matcher, parseFilter, serverQuery, type Viewer } from '../src/model/filter.ts'
import { isReadAs, mayBePinyin, readReadings } from '../src/model/pinyin.ts'
import { chosenByTyping } from '../src/model/typing.ts'
import { alert } from './samples.ts'

const readings = readReadings(readingsTable())
const found = (text: string, ...words: string[]): string[] => words.filter((word) => isReadAs(text, word, readings))

describe('a name', () => {
  it.each([
    ['和平区', 'heping', 'hep', 'hpq', 'hp', 'hepingq', 'hpingqu', 'ping', 'pq', 'hepingqu'],
    ['滨海新区', 'bhxq', 'binhai', 'xinqu', 'bhai'],
    ['张三', 'zs', 'zhs', 'zhangsan', 'zsan', 'zhans'.slice(0, 4)],
    ['绿园养老院', 'lvyuan', 'luyuan', 'lyyly', 'lüyuan'],
    ['女贞路12号', 'nvzhen', 'nzl12'],
  ])('%s is found by its syllables, by their beginnings and by initials', (text, ...words) => expect(found(text, ...words)).toEqual(words))

  it.each([
    ['和平区', 'heqing', 'hpx', 'hepingqus', 'eping', 'hpqq', 'qph'],
    ['张三', 'zg', 'zhas', 'chang'],
    ['', 'hp'],
  ])('%s is not found by what is not read there', (text, ...words) => expect(found(text, ...words)).toEqual([]))

  it.each([
    ['重庆', 'chongqing', 'cq'], ['厦门', 'xiamen', 'xm'], ['宝坻区', 'baodi', 'bdq'], ['蓟州区', 'jizhou', 'jzq'], ['六安', 'luan', 'la'],
    ['蚌埠', 'bengbu', 'bb'], ['番禺', 'panyu', 'py'], ['丽水', 'lishui', 'ls'], ['东阿', 'donge', 'de'], ['铅山', 'yanshan', 'ys'],
    ['洪洞', 'hongtong', 'ht'], ['长沙', 'changsha', 'cs'], ['长兴', 'changxing', 'cx'], ['乐清', 'yueqing', 'yq'], ['台州', 'taizhou', 'tz'],
    ['会稽', 'kuaiji', 'kj'], ['尉犁', 'yuli', 'yl'], ['荥阳', 'xingyang', 'xy'], ['浚县', 'xunxian', 'xx'], ['大埔', 'dabu', 'db'],
    ['单玥', 'shanyue', 'sy'], ['仇堃', 'qiukun', 'qk'], ['刘䶮', 'liuyan', 'ly'], ['解翀', 'xiechong', 'xc'], ['曾珺', 'zengjun', 'zj'],
  ])('%s is found as it is read where it is a name', (text, ...words) => expect(found(text, ...words)).toEqual(words))

  it('is found by its other readings too: whoever does not know the place types those', () => {
    expect(found('重庆', 'zhongqing', 'zq')).toEqual(['zhongqing', 'zq'])
  })

  it('that is masked gives nothing away', () => {
    expect(found('李＊＊', 'ljg', 'lijianguo', 'jianguo', 'lj')).toEqual([])
    expect(found('李＊＊', 'li')).toEqual(['li'])
  })
})

describe('what is typed', () => {
  it('is pinyin from two letters on, and never with digits or signs', () => {
    expect(['h', 'hp', 'lü', 'p-1', 'p1', '和', ''].map(mayBePinyin)).toEqual([false, true, true, false, false, false, false])
  })

  it('chooses in a list as the letters of its names do, from the first character on', () => {
    const options = ['(all)', '和平区', '河东区', '红桥区', 'T2 suspicion']
    const choose = (typed: string, from = 0): number | undefined => chosenByTyping(options, from, typed, readings)
    expect([choose('h'), choose('hd'), choose('hongq'), choose('hq'), choose('pq')]).toEqual([1, 2, 3, 3, undefined])
    // One letter again goes on to the next, as browsers do with the letters they know.
    expect([choose('h', 1), choose('h', 3), choose('hh', 1)]).toEqual([2, 1, undefined])
    // What the browser finds by itself is left to it.
    expect([choose('t'), choose('t2')]).toEqual([undefined, undefined])
  })
})

describe('the board', () => {
  const viewer: Viewer = {
    user: 'li', now: 0, reader: (text, word) => mayBePinyin(word) && isReadAs(text, word, readings),
    districtName: (code) => ({ '120101': '和平区 Heping', '120104': '南开区 Nankai' })[code] ?? '',
    institutionName: (id) => ({ i1: '重庆道护理站' })[id] ?? '',
  }
  const passes = (text: string, change: Parameters<typeof alert>[0]): boolean => matcher(parseFilter(new URLSearchParams({ q: text })), viewer)(alert(change))

  it('finds by districts, institutions, rules and officers as they are read', () => {
    expect([passes('hpq', { districtCode: '120101' }), passes('hpq', { districtCode: '120104' })]).toEqual([true, false])
    expect([passes('cqd', { institutionId: 'i1' }), passes('重庆', { institutionId: 'i1' }), passes('cqd', {})]).toEqual([true, true, false])
    expect(passes('weiqiantui', { title: { zh: '未签退', en: 'No check-out' } })).toBe(true)
    expect(passes('wjz', { assignee: '王建中' })).toBe(true)
    expect([passes('hpq wqt', { districtCode: '120101', title: { zh: '未签退', en: '' } }), passes('hpq wqt', { districtCode: '120101' })]).toEqual([true, false])
  })

  it('finds nothing by pinyin before the readings are there', () => {
    const { reader: _, ...without } = viewer
    expect(matcher(parseFilter(new URLSearchParams('q=hpq')), without)(alert({ districtCode: '120101' }))).toBe(false)
  })

  it('names to the server what it found by pinyin, so that a file has the same rows', () => {
    const names = [{ text: '和平区', id: '120101' }, { text: '南开区', id: '120104' }, { text: '重庆道护理站', id: 'i1' }, { text: '死亡后享受待遇', id: 'ELG-01' }]
    const asked = (q: string): string | null => serverQuery(parseFilter(new URLSearchParams({ q })), viewer, () => [], names).get('q')
    expect(asked('p-1')).toBe('p-1')
    expect(asked('hpq')).toBe('hpq|=120101')
    expect(asked('CQ swh')).toBe('cq|=i1 swh|=ELG-01')
    expect(asked('重庆')).toBe('重庆|=i1')
    expect(asked('q')).toBe('q')
    expect(asked('')).toBeNull()
  })
})

describe('the order of names', () => {
  it('is by pinyin in Chinese, and by the alphabet in English', () => {
    const districts = Object.entries(JSON.parse(readFileSync(new URL('../src/i18n/districts.json', import.meta.url), 'utf8')) as Record<string, [string, string]>).filter(([code]) => /^1201../.test(code))
    const sorted = (at: 0 | 1): string[] => districts.map(([, names]) => names[at]).sort(byName(at === 0 ? 'zh' : 'en'))
    expect(sorted(0).slice(0, 6)).toEqual(['宝坻区', '北辰区', '滨海新区', '东丽区', '和平区', '河北区'])
    expect(sorted(1).slice(0, 6)).toEqual(['Baodi', 'Beichen', 'Binhai', 'Dongli', 'Hebei', 'Hedong'])
  })

  it('takes numbers by their value', () => expect(['I-10', 'I-9'].sort(byName('en'))).toEqual(['I-9', 'I-10']))
})
