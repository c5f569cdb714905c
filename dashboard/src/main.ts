import { mount } from 'svelte'
import './app.css'
import App from './App.svelte'
import { i18n } from './i18n/index.svelte.ts'

i18n.start()
const target = document.getElementById('app')
if (target) mount(App, { target })
