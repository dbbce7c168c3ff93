/** The ten entries of the program, in the order of Ctrl+1…9. */
import {
  Aim, Calendar, DataAnalysis, DocumentChecked, Medal, MoreFilled, Printer, Setting, Tickets, Timer,
} from '@element-plus/icons-vue'
import { shallowRef, type Component } from 'vue'

export interface Entry {
  word: string
  label: string
  icon: Component
}

export const entries: Entry[] = [
  { word: 'workbench', label: '工作台', icon: Calendar },
  { word: 'registers', label: '登记', icon: Tickets },
  { word: 'draws', label: '抽查', icon: Aim },
  { word: 'inspections', label: '检查', icon: DocumentChecked },
  { word: 'rectifications', label: '整改', icon: Timer },
  { word: 'ratings', label: '评级', icon: Medal },
  { word: 'dashboards', label: '驾驶舱', icon: DataAnalysis },
  { word: 'documents', label: '文书报表', icon: Printer },
]
export const below: Entry[] = [
  { word: 'ledgers', label: '台账', icon: MoreFilled },
  { word: 'settings', label: '设置', icon: Setting },
]

export interface Crumb {
  label: string
  to?: string
}

/** What stands in the top bar; each page sets its own. */
export const crumbs = shallowRef<Crumb[]>([])

/** A page names itself: the last crumb is where we are. */
export function setCrumbs(...list: (Crumb | string)[]) {
  crumbs.value = list.map((c) => (typeof c === 'string' ? { label: c } : c))
}
