package lang

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tercet/tercet/text"
)

// chineseNumerals is what the Chinese scanner knows: forms by their first
// character, longest first.
type chineseNumerals struct {
	units       map[rune][]phrase2
	classifiers map[rune][][]rune
	idioms      map[rune][][]rune
	relative    map[rune][]phrase2
}

type phrase2 struct {
	form  []rune
	value string
}

var zhNumerals = sync.OnceValue(func() *chineseNumerals {
	z := &chineseNumerals{map[rune][]phrase2{}, map[rune][][]rune{}, map[rune][][]rune{}, map[rune][]phrase2{}}
	for _, f := range numeralRows("data/zh/units.txt", 2) {
		r := []rune(f[0])
		z.units[r[0]] = insert2(z.units[r[0]], phrase2{r, f[1]})
	}
	for _, f := range numeralRows("data/zh/calendar.txt", 2) {
		r := []rune(f[0])
		z.relative[r[0]] = insert2(z.relative[r[0]], phrase2{r, f[1]})
	}
	for _, f := range numeralRows("data/zh/classifiers.txt", 1) {
		r := []rune(f[0])
		z.classifiers[r[0]] = append(z.classifiers[r[0]], r)
	}
	for _, f := range numeralRows("data/zh/idioms.txt", 1) {
		r := []rune(f[0])
		z.idioms[r[0]] = append(z.idioms[r[0]], r)
	}
	return z
})

// insert2 keeps the longest form first.
func insert2(ps []phrase2, p phrase2) []phrase2 {
	i := 0
	for i < len(ps) && len(ps[i].form) >= len(p.form) {
		i++
	}
	ps = append(ps, phrase2{})
	copy(ps[i+1:], ps[i:])
	ps[i] = p
	return ps
}

// zhFold maps the Traditional and full-width characters of numbers, units and
// dates to the ones that the data files use.
func zhFold(r rune) rune {
	switch {
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ':
		return r - 0xFEE0
	}
	switch r {
	case '％', '﹪':
		return '%'
	case '．':
		return '.'
	case '，':
		return '，'
	case '：':
		return ':'
	case '－', '–', '—', '～', '~', '〜', '‑', '-':
		return '-'
	case '＄':
		return '$'
	case '￥':
		return '¥'
	case '（':
		return '('
	case '）':
		return ')'
	case '萬':
		return '万'
	case '億':
		return '亿'
	case '兩':
		return '两'
	case '個':
		return '个'
	case '歲':
		return '岁'
	case '週':
		return '周'
	case '時':
		return '时'
	case '點':
		return '点'
	case '鐘', '鍾':
		return '钟'
	case '紀':
		return '纪'
	case '屆':
		return '届'
	case '條':
		return '条'
	case '項':
		return '项'
	case '種':
		return '种'
	case '樓':
		return '楼'
	case '層':
		return '层'
	case '號':
		return '号'
	case '國':
		return '国'
	case '黨':
		return '党'
	case '縣':
		return '县'
	case '區':
		return '区'
	case '鎮':
		return '镇'
	case '類':
		return '类'
	case '樣':
		return '样'
	case '級':
		return '级'
	case '張':
		return '张'
	case '塊':
		return '块'
	case '場':
		return '场'
	case '輪':
		return '轮'
	case '組':
		return '组'
	case '對':
		return '对'
	case '雙':
		return '双'
	case '隻':
		return '只'
	case '輛':
		return '辆'
	case '臺':
		return '台'
	case '門':
		return '门'
	case '員':
		return '员'
	case '過':
		return '过'
	case '約':
		return '约'
	case '幾':
		return '几'
	case '數':
		return '数'
	case '餘':
		return '余'
	case '來':
		return '来'
	case '歐':
		return '欧'
	case '鎊':
		return '镑'
	case '圓':
		return '元'
	case '幣':
		return '币'
	case '頓', '噸':
		return '吨'
	case '畝':
		return '亩'
	case '頃':
		return '顷'
	case '內':
		return '内'
	case '後':
		return '后'
	case '開':
		return '开'
	case '間':
		return '间'
	case '這':
		return '这'
	case '攝':
		return '摄'
	case '華':
		return '华'
	case '倆':
		return '俩'
	case '○', '零':
		return '〇'
	case '禮':
		return '礼'
	case '貳':
		return '二'
	case '戰':
		return '战'
	case '陸':
		return '陆'
	case '顆':
		return '颗'
	case '體':
		return '体'
	case '貫':
		return '贯'
	case '寶':
		return '宝'
	case '筆':
		return '笔'
	case '題':
		return '题'
	case '頁':
		return '页'
	case '領':
		return '领'
	case '階':
		return '阶'
	case '嶺':
		return '岭'
	case '環':
		return '环'
	case '節':
		return '节'
	case '邊':
		return '边'
	}
	return r
}

func zhScale(r rune) float64 { return float64(HanScale(r)) }

type zparser struct {
	*chineseNumerals
	s   string
	r   []rune // folded
	off []int  // byte offsets, one more than runes
	out Values
	am  int // 1 after 上午, 2 after 下午
}

func chineseValues(s string) Values {
	// Nothing to do without a digit or numeral; most sentences have one.
	p := zparser{chineseNumerals: zhNumerals(), s: s}
	n := utf8.RuneCountInString(s)
	p.r, p.off = make([]rune, 0, n+1), make([]int, 0, n+1)
	for i, r := range s {
		p.r = append(p.r, zhFold(r))
		p.off = append(p.off, i)
	}
	p.off = append(p.off, len(s))
	for i := 0; i < len(p.r); {
		j := p.at(i)
		if j <= i {
			j = i + 1
		}
		i = j
	}
	sortValues(&p.out)
	return p.out
}

func (p *zparser) c(i int) rune {
	if i < 0 || i >= len(p.r) {
		return 0
	}
	return p.r[i]
}

func (p *zparser) has(i int, form []rune) bool {
	if i+len(form) > len(p.r) {
		return false
	}
	for k, r := range form {
		if p.r[i+k] != r {
			return false
		}
	}
	return true
}

func (p *zparser) is(i int, form string) bool {
	for _, r := range form {
		if p.c(i) != r {
			return false
		}
		i++
	}
	return true
}

func find2(ps []phrase2, p *zparser, i int) *phrase2 {
	for k := range ps {
		if p.has(i, ps[k].form) {
			return &ps[k]
		}
	}
	return nil
}

func ascii(r rune) bool {
	return r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' && r < 0x80
}

func digitRune(r rune) bool { return r >= '0' && r <= '9' }

// at reads what starts at i and returns where it ends.
func (p *zparser) at(i int) int {
	r := p.r[i]
	switch {
	case r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z'):
		return p.latin(i)
	case r == '百' && p.is(i, "百分之"), r == '千' && p.is(i, "千分之"):
		m := p.read(i + 3)
		if p.c(i+3) == '百' {
			m = znumber{end: i + 4, val: 100}
		}
		if m.end <= i+3 {
			return i + 3
		}
		q := Quantity{Span: text.Span{Start: p.off[i], End: p.off[m.end]}, Kind: Percent, Unit: "%", Value: m.val, Words: true, Loose: m.vague, Approx: m.approx}
		if r == '千' {
			q.Unit = "‰"
		}
		if m.val == 100 {
			q.Loose = true
		}
		p.add(q)
		return m.end
	case r == '数' && p.is(i, "数以") && zhScale(p.c(i+2)) >= 100 && strings.ContainsRune("计万亿", p.c(i+3)):
		// 数以千计, 数以百万计
		v, j := zhScale(p.c(i+2)), i+3
		if zhScale(p.c(j)) > 0 {
			v *= zhScale(p.c(j))
			j++
		}
		if p.c(j) == '计' {
			p.add(Quantity{Span: text.Span{Start: p.off[i], End: p.off[j+1]}, Kind: Cardinal, Value: v, Approx: true, Words: true, Loose: true})
			return j + 1
		}
		return i + 2
	case digitRune(r), HanDigit(r) >= 0, zhScale(r) > 0, r == '数', r == '几', r == '半', (r == '上' || r == '近') && zhScale(p.c(i+1)) >= 100:
		if j := p.idiom(i); j > i {
			return j
		}
		if f := find2(p.relative[r], p, i); f != nil {
			return p.rel(i, f)
		}
		return p.numeral(i, i)
	case r == '第':
		if j := p.idiom(i); j > i {
			return j
		}
		return p.ordinal(i)
	case r == '$' || r == '¥' || r == '€' || r == '£':
		return p.numeral(i, i+1)
	case r == '星' && p.is(i, "星期"), r == '礼' && p.is(i, "礼拜"):
		if d := zhWeekday(p.c(i + 2)); d > 0 {
			return p.weekday(i, i+3, d)
		}
		return i + 2
	case r == '周':
		if d := zhWeekday(p.c(i + 1)); d > 0 && HanDigit(p.c(i-1)) < 0 && zhScale(p.c(i-1)) == 0 && p.c(i+1) != '日' && zhScale(p.c(i+2)) == 0 && HanDigit(p.c(i+2)) < 0 && p.c(i+2) != '个' && p.c(i-1) != '四' && p.c(i-1) != '个' {
			return p.weekday(i, i+2, d)
		}
		if p.c(i+1) == '日' && !digitRune(p.c(i-1)) && HanDigit(p.c(i-1)) < 0 {
			return p.weekday(i, i+2, 7)
		}
		return i + 1
	case r == '上', r == '早', r == '凌', r == '清', r == '下', r == '晚', r == '中':
		if k := p.half(i); k > i {
			return k
		}
	}
	if f := find2(p.relative[r], p, i); f != nil {
		return p.rel(i, f)
	}
	if fs := p.idioms[r]; fs != nil {
		if j := p.idiom(i); j > i {
			return j
		}
	}
	return i + 1
}

func (p *zparser) rel(i int, f *phrase2) int {
	j := i + len(f.form)
	d := noTime(p.off[i], p.off[j])
	d.Relative = f.value
	p.out.Dates = append(p.out.Dates, d)
	return j
}

// half reads 上午, 下午 and the like before a time.
func (p *zparser) half(i int) int {
	am := 0
	switch {
	case p.is(i, "上午"), p.is(i, "早上"), p.is(i, "凌晨"), p.is(i, "清晨"), p.is(i, "早晨"):
		am = 1
	case p.is(i, "下午"), p.is(i, "晚上"), p.is(i, "中午"), p.is(i, "晚间"):
		am = 2
	default:
		return i
	}
	j := i + 2
	if digitRune(p.c(j)) || HanDigit(p.c(j)) >= 0 || p.c(j) == '十' {
		p.am = am
		n := len(p.out.Dates)
		k := p.numeral(j, j)
		p.am = 0
		if len(p.out.Dates) > n && p.out.Dates[n].Hour >= 0 {
			p.out.Dates[n].Start = p.off[i]
		}
		return k
	}
	return j
}

func zhWeekday(r rune) int {
	if d := HanDigit(r); d >= 1 && d <= 6 {
		return d
	}
	if r == '日' || r == '天' {
		return 7
	}
	return 0
}

func (p *zparser) weekday(i, j, d int) int {
	// 2月5日(星期四): one date
	if n := len(p.out.Dates); n > 0 {
		l := &p.out.Dates[n-1]
		gap := p.s[l.End:p.off[i]]
		if l.Weekday == 0 && l.Day > 0 && (gap == "" || gap == "(" || gap == "（" || gap == "," || gap == "，" || gap == " ") {
			l.Weekday, l.End = d, p.off[j]
			return j
		}
	}
	dt := noTime(p.off[i], p.off[j])
	dt.Weekday = d
	p.out.Dates = append(p.out.Dates, dt)
	return j
}

// idiom passes a fixed phrase over; its numerals are kept as loose ones.
func (p *zparser) idiom(i int) int {
	best := 0
	for _, f := range p.idioms[p.r[i]] {
		if len(f) > best && p.has(i, f) {
			best = len(f)
		}
	}
	// 一起 and the like do not start inside a longer numeral
	if best == 0 {
		return i
	}
	for k := i; k < i+best; k++ {
		if d := HanDigit(p.r[k]); d > 2 {
			p.add(Quantity{Span: text.Span{Start: p.off[k], End: p.off[k+1]}, Kind: Cardinal, Value: float64(d), Words: true, Loose: true})
		}
	}
	return i + best
}

func (p *zparser) add(q Quantity) {
	if q.High == 0 {
		q.High = q.Value
	}
	p.out.Quantities = append(p.out.Quantities, q)
}

// latin passes over letters and codes; a currency or unit code before a number
// is read with it.
func (p *zparser) latin(i int) int {
	end, code := codeRun(p.s, p.off[i])
	j := i
	for j < len(p.r) && p.off[j] < end {
		j++
	}
	if code {
		return j
	}
	j = i
	for j < len(p.r) && p.r[j] < 0x80 && p.r[j]|0x20 >= 'a' && p.r[j]|0x20 <= 'z' {
		j++
	}
	word := p.s[p.off[i]:p.off[j]]
	k := j
	for p.c(k) == ' ' {
		k++
	}
	switch word {
	case "USD", "EUR", "GBP", "RMB", "CNY", "HKD", "US", "HK":
		if p.c(k) == '$' || digitRune(p.c(k)) {
			if e := p.numeral(i, k); e > k {
				return e
			}
		}
	}
	// COVID-19, P4, G20
	if digitRune(p.c(j)) || p.c(j) == '-' && digitRune(p.c(j+1)) {
		for j < len(p.r) && (ascii(p.r[j]) || p.r[j] == '-' && ascii(p.c(j+1)) || p.r[j] == '.' && digitRune(p.c(j+1))) {
			j++
		}
	}
	return j
}

// znumber is a numeral read from runes [i, end).
type znumber struct {
	end    int
	val    float64
	alt    float64
	words  bool
	digits bool // Arabic digits
	n      int  // characters of numeral
	whole  bool
	year   bool // may be a year
	single bool // one Chinese numeral
	vague  bool
	approx bool
	high   float64
	mult   float64
}

// read reads digits with their multipliers, or Chinese numerals.
func (p *zparser) read(i int) znumber {
	n := znumber{end: i, whole: true, mult: 1}
	if digitRune(p.c(i)) {
		// full-width digits are read from the folded runes
		var d digits
		if p.s[p.off[i]] < utf8.RuneSelf {
			d = readDigits(p.s, p.off[i], '.', true)
			j := i
			for j < len(p.r) && p.off[j] < d.end {
				j++
			}
			n.end = j
		} else {
			j := i
			for digitRune(p.c(j)) || (p.c(j) == '.' || p.c(j) == ',') && digitRune(p.c(j+1)) {
				j++
			}
			d = readDigits(string(p.r[i:j]), 0, '.', false)
			n.end = j
		}
		if d.section {
			n.end = -n.end
			return n
		}
		n.val, n.alt, n.digits, n.n, n.whole = d.val, d.alt, true, d.n, d.whole
		n.year = d.whole && !d.grouped && d.n == 4 && d.val >= 1000 && d.val <= 2199
		p.multiply(&n)
		return n
	}
	return p.chinese(i)
}

// multiply works in 多, 万, 亿, 千, 百 after digits.
func (p *zparser) multiply(n *znumber) {
	for {
		j := n.end
		for p.c(j) == ' ' && (zhScale(p.c(j+1)) >= 1e4 || strings.ContainsRune("多余几", p.c(j+1)) && zhScale(p.c(j+2)) >= 1e4) { // 3,000 多亿
			j++
		}
		if c := p.c(j); (c == '多' || c == '余' || c == '几') && zhScale(p.c(j+1)) >= 1e4 {
			n.approx = true
			j++
		}
		m := zhScale(p.c(j))
		if m < 100 || p.c(j) == '百' && p.c(j+1) == '分' || p.c(j) == '千' && strings.ContainsRune("米克瓦", p.c(j+1)) {
			return
		}
		n.val *= m
		n.mult *= m
		n.alt, n.year = 0, false
		n.end = j + 1
		n.digits = true
		// 3万5千, 1亿2000万
		if digitRune(p.c(n.end)) && m >= 1e4 {
			x := p.read(n.end)
			if x.end > n.end && x.mult > 1 && x.val < m {
				n.val += x.val
				n.end = x.end
			}
			return
		}
	}
}

func (p *zparser) chinese(i int) znumber {
	n := znumber{end: i, words: true, whole: true, mult: 1}
	j := i
	vague := 0.0
	if c := p.c(j); c == '数' || c == '几' || c == '上' || c == '近' {
		// 数天, 几个月, 近几周: a stretch of time without a number
		if c == '数' || c == '几' {
			if e, u := p.unit(j + 1); u != "" && isTime(u) && p.c(e-1) != '代' {
				n.end, n.vague, n.approx, n.n = j+1, true, true, 1
				return n
			}
		}
		if zhScale(p.c(j+1)) > 0 {
			n.vague, n.approx = true, true
			vague = 1
			j++
		} else {
			return n
		}
	}
	// positional: 二〇二六, 一九四九
	k := j
	for HanDigit(p.c(k)) >= 0 && p.c(k) != '两' {
		k++
	}
	if k-j >= 3 {
		if zhScale(p.c(k)) == 0 {
			v := 0.0
			for x := j; x < k; x++ {
				v = v*10 + float64(HanDigit(p.c(x)))
			}
			n.val, n.end, n.n = v, k, k-j
			n.year = k-j == 4
			return n
		}
	}
	// 三四个: a range
	if k-j == 2 && HanDigit(p.c(j)) > 0 && (HanDigit(p.c(j+1)) == HanDigit(p.c(j))+1 || p.c(j) == '三' && p.c(j+1) == '五') {
		m := 1.0
		e := k
		for zhScale(p.c(e)) > 0 {
			m *= zhScale(p.c(e))
			e++
		}
		n.val, n.high, n.end, n.n, n.approx, n.vague = float64(HanDigit(p.c(j)))*m, float64(HanDigit(p.c(j+1)))*m, e, e-j, true, true
		return n
	}
	total, section, cur := 0.0, 0.0, -1.0
	if vague > 0 {
		cur = 1
	}
	last := 1e9
	for {
		c := p.c(j)
		if d := HanDigit(c); d >= 0 {
			if c == '〇' {
				if section == 0 && total == 0 {
					break
				}
				j++
				continue
			}
			if cur >= 0 {
				break
			}
			cur = float64(d)
			j++
			continue
		}
		m := zhScale(c)
		if m == 0 {
			break
		}
		if c == '百' && p.c(j+1) == '分' && p.c(j+2) == '之' || c == '千' && strings.ContainsRune("米克瓦", p.c(j+1)) {
			break
		}
		if m >= 1e4 {
			x := section
			if cur >= 0 {
				x += cur
			}
			if x == 0 && total == 0 {
				if j == i && m > 0 && vague == 0 {
					break // 万, 亿 alone
				}
				x = 1
			}
			if m > 1e4 && total > 0 { // 万亿
				total = (total + x) * m
			} else if x == 0 {
				total *= m
			} else {
				total += x * m
			}
			section, cur, last = 0, -1, 1e9
			n.mult = m
		} else {
			if m >= last {
				break
			}
			if cur < 0 {
				if m > 10 && j == i && vague == 0 { // 百 alone
					break
				}
				cur = 1
			}
			section += cur * m
			cur, last = -1, m
		}
		j++
		if n.vague && zhScale(p.c(j)) == 0 {
			break
		}
		if c := p.c(j); (c == '多' || c == '余' || c == '几' || c == '来') && zhScale(p.c(j+1)) > 0 {
			n.approx = true
			j++
		}
	}
	if j == i {
		return n
	}
	v := total + section
	if cur >= 0 {
		x := cur
		// 三万五, 两百三
		v += x
	}
	// 三点五
	if p.c(j) == '点' && HanDigit(p.c(j+1)) >= 0 && !n.vague {
		f, scale, e := 0.0, .1, j+1
		for HanDigit(p.c(e)) >= 0 {
			f += float64(HanDigit(p.c(e))) * scale
			scale /= 10
			e++
		}
		if p.c(e) != '分' && p.c(e) != '钟' && p.c(e) != '十' {
			v += f
			j = e
			n.whole = false
			for zhScale(p.c(j)) >= 1e4 {
				v *= zhScale(p.c(j))
				j++
			}
			v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
		}
	}
	n.val, n.end, n.n = v, j, j-i
	n.single = j-i == 1
	return n
}

// ordinal reads 第三十五, 第7391.
func (p *zparser) ordinal(i int) int {
	j := i + 1
	for p.c(j) == ' ' {
		j++
	}
	n := p.read(j)
	if n.end <= j {
		return i + 1
	}
	q := Quantity{Kind: Ordinal, Value: n.val, Alt: n.alt, Words: n.words, Loose: n.val <= 2}
	e := n.end
	switch back := p.before(i, 6); p.c(e) {
	case '页': // each version has its own pages
		q.Loose = true
	case '项', '目': // article 7 (1) (j) is 第七条第一款第九项
		if strings.ContainsAny(back, "条款項项") {
			q.Loose = true
		}
	}
	// 第28和29段: the others are read as cardinals
	if p.is(e, "世纪") {
		q.Unit = "century"
		e += 2
	}
	q.Start, q.End = p.off[i], p.off[e]
	p.add(q)
	return e
}

// numeral reads the date or quantity whose number starts at j; a currency
// stands from i to j.
func (p *zparser) numeral(i, j int) int {
	money := ""
	if i < j {
		for p.c(j) == '$' || p.c(j) == ' ' {
			j++
		}
		switch p.c(i) {
		case '$':
			money = "USD|CAD|AUD|NZD|HKD|SGD|TWD"
		case '¥':
			money = "CNY|JPY"
		case '€', 'E':
			money = "EUR"
		case '£', 'G':
			money = "GBP"
		case 'U':
			money = "USD"
		case 'H':
			money = "HKD"
		default:
			money = "CNY"
		}
	}
	if p.c(j) == '半' && money == "" {
		return p.halfWord(j)
	}
	n := p.read(j)
	if n.end < 0 {
		return -n.end
	}
	if n.end <= j {
		return max(j, i+1)
	}
	if money == "" {
		if e := p.date(j, n); e > j {
			return e
		}
	}
	e := n.end
	for p.c(e) == ' ' && (p.c(e+1) >= 0x80 || p.c(e+1) == '%') {
		e++
	}
	q := Quantity{Kind: Cardinal, Value: n.val, High: n.high, Alt: n.alt, Words: n.words, Approx: n.approx, Loose: n.vague}
	if b := p.c(j - 1); b == '近' || b == '约' || b == '逾' || b == '超' {
		q.Approx = true
	}
	q.Unit = money
	start := p.off[i]
	// 三分之二, 百分之三点五
	if p.is(e, "分之") && money == "" {
		m := p.read(e + 2)
		if m.end > e+2 && n.val > 0 {
			q.Kind, q.Value, q.Alt = Fraction, m.val/n.val, 0
			q.Words = m.words
			if n.val == 100 {
				q.Kind, q.Value, q.Unit = Percent, m.val, "%"
			}
			if n.val == 1000 && n.words {
				q.Kind, q.Value, q.Unit = Percent, m.val, "‰"
			}
			if n.val == 2 || n.val == 4 {
				q.Loose = true
			}
			q.High = q.Value
			q.Start, q.End = start, p.off[m.end]
			p.add(q)
			return m.end
		}
	}
	// 1/3
	if p.c(e) == '/' && n.digits && n.whole && n.val > 0 && n.val < 10 && p.c(j-1) != '/' {
		if m := p.read(e + 1); m.end > e+1 && m.whole && m.val > n.val && m.val <= 10 && p.c(m.end) != '/' {
			q.Kind, q.Value = Fraction, n.val/m.val
			q.High, q.Start, q.End = q.Value, start, p.off[m.end]
			p.add(q)
			return m.end
		}
	}
	// 10至20%, 3-5公里, 两到三年
	if c := p.c(e); (c == '至' || c == '到' || c == '-' || c == '或') && money == "" && !n.year {
		k := e + 1
		for p.c(k) == '-' || p.c(k) == ' ' {
			k++
		}
		m := p.read(k)
		if m.end > k && !m.year && n.val < m.val && p.date2(m) == 0 {
			ue, u := p.unit(m.end)
			if u != "" || m.mult > 1 || p.classified(m.end) {
				q.High = m.val
				if m.mult > 1 && n.mult == 1 && n.val*m.mult <= m.val {
					q.Value = n.val * m.mult
					q.Alt = 0
				}
				q.Loose = n.val <= 2 && m.val <= 2
				q.Unit = u
				e = ue
				if u == "" {
					e = m.end
				}
				n = m
			}
		}
	}
	approx := 0
	if q.Unit == "" || money != "" {
		k := e
		for p.c(k) == '多' || p.c(k) == '余' || p.c(k) == '来' && !n.single || p.c(k) == '几' && n.words {
			k++
			approx++
		}
		half := 0.0
		if p.c(k) == '个' && p.c(k+1) == '半' {
			half = .5
			k += 2
		} else if p.c(k) == '周' && p.c(k+1) == '年' || p.c(k) == '年' && p.is(k, "年周年") {
			q.Kind = Anniversary
			q.Start, q.End = start, p.off[k+2]
			q.Loose = false
			p.add(q)
			return k + 2
		} else if p.is(k, "世纪") {
			q.Kind, q.Unit = Ordinal, "century"
			end := k + 2
			if p.is(k, "世纪以来") {
				end = k + 2
			}
			// 半个世纪, 两个世纪 come with 个; 20世纪 is the 20th century
			q.Start, q.End = start, p.off[end]
			q.Loose = false
			p.add(q)
			return end
		}
		if half > 0 {
			q.Value += half * n.mult
		}
		ue, u := p.unit(k)
		if u != "" {
			if p.c(ue) == '半' && (u == "year" || u == "day" || u == "hour") {
				q.Value += .5
				ue++
			}
			if money == "" || SameDimension(u, money) {
				// 每小时85英里, 时速
				if back := p.before(j, 8); strings.Contains(back, "每小时") || strings.Contains(back, "时速") {
					switch u {
					case "kilometre":
						u = "kilometre-per-hour"
					case "mile":
						u = "mile-per-hour"
					}
				}
				q.Unit, e = u, ue
				if p.is(k, "世纪") || p.is(k, "个世纪") {
					q.Unit = "century"
				}
			}
		} else if half > 0 {
			e = k
		}
	}
	if approx > 0 {
		q.Approx = true
		if n.words && n.n == 1 {
			q.Loose = true
		}
	}
	switch {
	case q.Unit == "%" || q.Unit == "‰" || q.Unit == "percentage-point":
		q.Kind = Percent
	case q.Unit != "" && isMoney(q.Unit):
		q.Kind = Money
	case q.Unit != "":
		q.Kind = Measure
	}
	if p.c(e) == '倍' {
		q.Unit = ""
		if n.words {
			q.Loose = true
		}
	}
	// 三成 = 30 %
	if n.single && p.c(e) == '成' && !strings.ContainsRune("员为立功果就本长熟交效年分都绩不人全", p.c(e+1)) && n.val > 0 {
		q.Kind, q.Value, q.Unit = Percent, n.val*10, "%"
		q.High = q.Value
		e++
	}
	if n.words && q.Kind != Percent {
		switch {
		case n.val < 2 && n.whole || n.val == 2 && q.Unit == "":
			q.Loose = true
		case n.single && q.Unit == "" && !p.classified(n.end):
			q.Loose = true
		case n.single && (q.Unit == "" || q.Unit == "li" || q.Unit == "foot" || q.Unit == "inch") && inWord(p.c(j-1)):
			q.Loose = true
		case q.Unit == "" && n.n == 2 && !p.classified(n.end) && p.c(j) != '十' && p.c(j+1) != '十':
			q.Loose = true
		case !p.classified(n.end) && q.Unit == "" && (p.c(j) == '千' || p.c(j) == '百' || p.c(j) == '万'):
			q.Loose = true
		}
	}
	if q.High == 0 || q.High < q.Value {
		q.High = q.Value
	}
	if n.digits && p.c(j-1) == '[' && p.c(e) == ']' && (e+1 >= len(p.r) || strings.ContainsRune("。，；;,.", p.c(e+1))) { // a note
		q.Loose = true
	}
	if j == 0 && !q.Words && q.Kind == Cardinal && (p.c(e) == '.' || p.c(e) == ')' || p.c(e) == '、' || p.c(e) == '．') {
		q.Mark = true
	}
	// 2.26 该办事处, 6 克罗地亚: set off by a space
	if j == 0 && n.digits && n.mult == 1 && q.Kind == Cardinal && p.c(n.end) == ' ' && p.c(n.end+1) >= 0x80 && !p.classified(n.end) && (!n.whole || n.n <= 3) {
		q.Mark = true
	}
	if j == 0 && q.Words && p.c(e) == '、' || j == 1 && p.c(0) == '(' && p.c(e) == ')' {
		q.Mark = true
	}
	q.Start, q.End = start, p.off[e]
	p.add(q)
	return e
}

// before is the n characters before rune i.
func (p *zparser) before(i, n int) string { return string(p.r[max(0, i-n):i]) }

// inWord tells the characters after which a numeral is often part of a word.
func inWord(r rune) bool { return r == '老' || r == '十' || r == '初' }

func (p *zparser) halfWord(i int) int {
	// 半年, 半个月, 半小时: half of something, never demanded
	p.add(Quantity{Span: text.Span{Start: p.off[i], End: p.off[i+1]}, Kind: Fraction, Value: .5, Words: true, Loose: true})
	return i + 1
}

// unit reads the unit of measure at k.
func (p *zparser) unit(k int) (int, string) {
	for p.c(k) == ' ' {
		k++
	}
	if p.is(k, "个半") {
		k += 2
	}
	f := find2(p.units[p.c(k)], p, k)
	if f == nil && p.c(k) == '个' {
		if f = find2(p.units[p.c(k+1)], p, k+1); f != nil && (isTime(f.value) || f.value == "percentage-point") {
			return k + 1 + len(f.form), f.value
		}
		f = nil
	}
	if f == nil {
		return k, ""
	}
	e := k + len(f.form)
	if f.form[0] < 0x80 && f.form[len(f.form)-1] != '%' && f.form[0] != '$' {
		if c := p.c(e); ascii(c) || c == '-' || c == '/' {
			return k, ""
		}
	}
	// 天 and 日 of words: 天然, 日本; 月 alone names a month
	if len(f.form) == 1 {
		switch c := p.c(e); f.form[0] {
		case '月':
			return k, ""
		case '日':
			if c == '历' || c == '曆' {
				return k, ""
			}
		case '里':
			if c == '程' || c == '面' {
				return k, ""
			}
		case '度':
			if c == '过' || c == '假' {
				return k, ""
			}
		case '米':
			if c == '饭' {
				return k, ""
			}
		case '元':
			if c == '首' || c == '素' || c == '化' {
				return k, ""
			}
		case '码', '升', '克', '尺', '寸', '桶', '斤', '磅':
			if c == '头' && f.form[0] == '码' || c == '级' || c == '罗' || c == '里' || c == '什' {
				return k, ""
			}
		case '年':
			if c == '级' || c == '代' {
				return k, ""
			}
		}
	}
	return e, f.value
}

// classified reports whether a measure word, or a noun that takes a numeral,
// follows.
func (p *zparser) classified(k int) bool {
	if c := p.c(k); c == '多' || c == '余' {
		k++
	}
	for p.c(k) == ' ' {
		k++
	}
	for _, f := range p.classifiers[p.c(k)] {
		if p.has(k, f) {
			return true
		}
	}
	return false
}

// date2 is the part of a date that n would be by what follows it.
func (p *zparser) date2(n znumber) rune {
	e := n.end
	for p.c(e) == ' ' {
		e++
	}
	switch c := p.c(e); c {
	case '月':
		if n.whole && n.val >= 1 && n.val <= 12 && !n.approx && n.mult == 1 {
			return '月'
		}
	case '日', '号':
		if n.whole && n.val >= 1 && n.val <= 31 && !n.approx && n.mult == 1 {
			return '日'
		}
	}
	return 0
}

// toMonth reports whether n is the first month of a range: 7-8月, 7至8月.
func (p *zparser) toMonth(n znumber) bool {
	if !n.digits || !n.whole || n.val < 1 || n.val > 12 || n.mult != 1 || p.c(n.end) != '-' && p.c(n.end) != '至' && p.c(n.end) != '到' {
		return false
	}
	m := p.read(n.end + 1)
	return m.end > n.end+1 && m.digits && m.val > n.val && p.date2(m) == '月'
}

// date reads the date whose first number is n, at j.
func (p *zparser) date(j int, n znumber) int {
	e := n.end
	for p.c(e) == ' ' {
		e++
	}
	c := p.c(e)
	d := noTime(p.off[j], 0)
	switch {
	case c == '年' && p.is(e, "年代"):
		// 20世纪90年代 is read below at 世纪; 90年代 is of the last century
		if y := decade(n.val); y > 0 {
			d.Year, d.Decade = y, true
			return p.push(d, e+2)
		}
		return j
	case c == '世' && p.is(e, "世纪"):
		k := e + 2
		for p.c(k) == ' ' {
			k++
		}
		m := p.read(k)
		k = m.end
		for p.c(k) == ' ' {
			k++
		}
		if m.end > e+2 && p.is(k, "年代") && m.val < 100 {
			d.Year, d.Decade = (int(n.val)-1)*100+int(m.val), true
			return p.push(d, k+2)
		}
		return j
	case c == '年' && n.year && p.c(e+1) != '级':
		d.Year = int(n.val)
		e++
		for p.c(e) == ' ' {
			e++
		}
		if p.c(e) == '度' {
			return p.push(d, e)
		}
		m := p.read(e)
		if m.end > e && p.date2(m) == '月' {
			return p.monthDay(d, m)
		}
		if m.end > e && p.toMonth(m) {
			d.Month = int(m.val)
			return p.push(d, m.end)
		}
		return p.push(d, e)
	case n.year && (c == '-' || c == '至' || c == '/' || c == '到'):
		// 2012-2013年, 2014/15年
		k := e + 1
		for p.c(k) == '-' || p.c(k) == ' ' {
			k++
		}
		m := p.read(k)
		y := int(n.val)
		if m.end > k && m.digits == n.digits && m.mult == 1 {
			d.Year = y
			if m.year && m.val > n.val {
				p.push(d, n.end)
				d2 := noTime(p.off[k], 0)
				d2.Year = int(m.val)
				d2.Bare = p.c(m.end) != '年'
				p.out.Dates[len(p.out.Dates)-1].Bare = d2.Bare
				if !d2.Bare { // 2012-2013年3月
					return p.date(k, m)
				}
				return p.push(d2, m.end)
			}
			if m.n == 2 && m.whole && c != '至' && (int(m.val) == (y+1)%100 || int(m.val) > y%100 && p.c(m.end) == '年') { // 2014/15, 1950-53年
				p.push(d, n.end)
				d2 := noTime(p.off[k], 0)
				d2.Year = y + (int(m.val)-y%100+100)%100
				x := m.end
				if p.c(x) == '年' {
					x++
				}
				return p.push(d2, x)
			}
			// ISO
			if k == e+1 && p.c(m.end) == c && m.val >= 1 && m.val <= 12 {
				x := p.read(m.end + 1)
				if x.end > m.end+1 && x.val >= 1 && x.val <= 31 && x.whole {
					d.Month, d.Day = int(m.val), int(x.val)
					return p.push(d, x.end)
				}
			}
		}
	case p.date2(n) == '月':
		return p.monthDay(d, n)
	case p.toMonth(n):
		d.Month = int(n.val)
		return p.push(d, n.end)
	case p.date2(n) == '日':
		if c == '号' && n.words { // 三号: a house or a day
			return j
		}
		if c == '日' && n.words && n.single && p.c(j-1) != '月' && p.c(j-1) != '至' {
			return j
		}
		if c == '号' && (p.c(j-1) == '第' || p.c(e+1) == '线' || p.c(e+1) == '楼' || p.c(e+1) == '决' || p.c(e+1) == '文' || p.c(e+1) == '案' || p.c(e+1) == '令') {
			return j
		}
		d.Day = int(n.val)
		p.monthBefore(&d)
		return p.push(d, e+1)
	case (c == '时' || c == '点') && n.whole && n.val <= 24 && n.mult == 1 && !n.approx && !n.vague:
		if c == '时' && (p.c(e+1) == '代' || p.c(e+1) == '期' || p.c(e+1) == '常' || p.c(e+1) == '间' || p.c(e+1) == '刻') {
			return j
		}
		if c == '点' && n.words && p.am == 0 && !p.is(e, "点钟") && !p.is(e, "点半") {
			return j
		}
		d.Hour, d.Minute = int(n.val), 0
		e++
		if p.c(e) == '钟' {
			e++
		} else if p.c(e) == '半' {
			d.Minute = 30
			e++
		} else if m := p.read(e); m.end > e && m.whole && m.val < 60 && p.c(m.end) == '分' {
			d.Minute = int(m.val)
			e = m.end + 1
		}
		if p.am == 2 && d.Hour < 12 {
			d.Hour += 12
		}
		return p.push(d, e)
	case c == ':' && n.digits && n.whole && n.n <= 2 && n.val <= 24 && p.c(e-1) != ' ':
		m := p.read(e + 1)
		if m.end == e+3 && m.whole && m.val < 60 && p.c(m.end) != ':' {
			d.Hour, d.Minute = int(n.val), int(m.val)
			if p.am == 2 && d.Hour < 12 {
				d.Hour += 12
			}
			return p.push(d, m.end)
		}
	}
	if n.year && n.digits && c != '年' {
		// a bare year, or a number: a measure word or unit after it decides
		if _, u := p.unit(n.end); u == "" && c != '多' && c != '余' && !p.classified(n.end) && !p.is(e, "分之") && !(j == 0 && (c == '.' || c == '、' || c == ')')) {
			d.Year, d.Bare = int(n.val), true
			return p.push(d, n.end)
		}
	}
	return j
}

func (p *zparser) push(d Date, e int) int {
	for e > 0 && p.c(e-1) == ' ' {
		e--
	}
	d.End = p.off[e]
	p.out.Dates = append(p.out.Dates, d)
	return e
}

// monthDay reads 1月28日 after a year or by itself, and 10月1日至5日.
func (p *zparser) monthDay(d Date, m znumber) int {
	d.Month = int(m.val)
	e := m.end
	for p.c(e) == ' ' {
		e++
	}
	e++ // 月
	k := e
	for p.c(k) == ' ' {
		k++
	}
	if p.c(k) == '份' {
		return p.push(d, k+1)
	}
	x := p.read(k)
	if x.end > k && x.whole && x.val >= 1 && x.val <= 31 && x.mult == 1 {
		y := x.end
		for p.c(y) == ' ' {
			y++
		}
		switch c := p.c(y); {
		case c == '日' || c == '号':
			d.Day = int(x.val)
			return p.push(d, y+1)
		case c == '至' || c == '-' || c == '、' || c == '和' || c == '到':
			// 10月1至5日
			z := y + 1
			for p.c(z) == '-' || p.c(z) == ' ' {
				z++
			}
			if w := p.read(z); w.end > z && p.date2(w) == '日' {
				d.Day = int(x.val)
				return p.push(d, x.end)
			}
		}
	}
	return p.push(d, e)
}

// monthBefore gives a day without month (5日 of 10月1日至5日) the month and year
// of the date just before it.
func (p *zparser) monthBefore(d *Date) {
	if n := len(p.out.Dates); n > 0 {
		l := &p.out.Dates[n-1]
		gap := p.s[l.End:d.Start]
		if l.Day > 0 && len(gap) <= 12 && strings.Trim(gap, "-–—～~至到和、与及 ") == "" {
			d.Month, d.Year, d.Shared = l.Month, l.Year, true
		}
	}
}
