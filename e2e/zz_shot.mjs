import { chromium } from 'playwright-core'
const [,, url, out, w='1280', h='900', scheme='light', lang='nb', wait='3500'] = process.argv
const b = await chromium.launch({executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']})
const c = await b.newContext({viewport:{width:+w,height:+h}, colorScheme:scheme, locale: lang==='nb'?'nb-NO':'en-GB'})
const p = await c.newPage()
p.on('console', m=>{ if(['error','warning'].includes(m.type())) console.log('console', m.type(), m.text().slice(0,200)) })
p.on('pageerror', e=>console.log('pageerror', e.message.slice(0,300)))
await p.goto(url); await p.waitForTimeout(+wait)
await p.screenshot({path:out, fullPage:true}); await b.close()
