package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/align"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
)

// AlignSVG is the alignment as a picture: a lane for each version, its sentences
// as blocks to scale, and ribbons between what stands for one another, whose
// colour tells the doubt. A block with a dashed outline has nothing on the other
// sides; a ribbon with a dashed outline crosses another.
var AlignSVG = &AlignFormat{
	Name: "svg",
	Doc:  "a picture: sentences as blocks, ribbons between them",
	Write: func(w io.Writer, a *align.Alignment, o Options) error {
		bw := bufio.NewWriterSize(w, 1<<16)
		picture{lane: 220, ribbon: 110, words: true, style: true, p: o.printer()}.draw(bw, a)
		return bw.Flush()
	},
}

//go:embed align.tmpl
var alignSource string

var alignPage = template.Must(template.New("align").Parse(alignSource))

// AlignHTML is one page that needs nothing else: the picture beside the
// sentences, a bead a row, the doubtful ones coloured.
var AlignHTML = &AlignFormat{
	Name: "html",
	Doc:  "one page: the picture beside the sentences",
	Write: func(w io.Writer, a *align.Alignment, o Options) error {
		var pic strings.Builder
		bw := bufio.NewWriter(&pic)
		picture{lane: 46, ribbon: 64, links: true, p: o.printer()}.draw(bw, a)
		bw.Flush()
		type cell struct {
			Lang  string
			Sents []string
		}
		type row struct {
			ID, Label, Score string
			Doubt            int
			Crosses          bool
			Cells            []cell
		}
		p := o.printer()
		d := struct {
			Lang, Title, Creator, Summary, Score, Nothing, Crosses string
			Style                                                  template.CSS
			Picture                                                template.HTML
			Versions                                               []htmlVersion
			Rows                                                   []row
		}{
			Lang: p.Lang, Title: p.T("report.html.align-title"), Creator: o.Creator,
			Score: p.T("report.html.score"), Nothing: p.T("report.nothing"), Crosses: p.T("report.html.crosses"),
			Style:   template.CSS(pictureStyle), // our own
			Picture: template.HTML(pic.String()),
		}
		sents := make([][]text.Sentence, len(a.Docs))
		for i, x := range a.Docs {
			d.Versions = append(d.Versions, htmlVersion{x.Lang, x.Name})
			sents[i] = x.Sentences()
		}
		d.Summary = p.T("report.html.align-summary", "Beads", p.T("report.beads", "Count", len(a.Beads)),
			"Versions", p.T("report.versions", "Count", len(a.Docs), "Langs", strings.Join(versions(a.Docs), p.T("report.comma"))))
		for i, b := range a.Beads {
			r := row{ID: "b" + strconv.Itoa(i+1), Label: strconv.Itoa(i + 1), Score: fmt.Sprintf("%.2f", b.Score), Doubt: doubt(b.Score), Crosses: b.Crosses}
			for side, g := range b.Sents {
				c := cell{Lang: a.Docs[side].Lang}
				for k := g.Lo; k < g.Hi; k++ {
					c.Sents = append(c.Sents, visible(sents[side][k].Of(a.Docs[side].Text)))
				}
				r.Cells = append(r.Cells, c)
			}
			d.Rows = append(d.Rows, r)
		}
		out := bufio.NewWriterSize(w, 1<<16)
		if err := alignPage.Execute(out, d); err != nil {
			return err
		}
		return out.Flush()
	},
}

// doubt puts a score, as shown with two decimals, into one of five classes, 0
// for what is sure.
func doubt(score float64) int {
	score = math.Round(score*100) / 100
	for i, least := range doubtFrom {
		if score >= least {
			return i
		}
	}
	return len(doubtFrom)
}

// doubtFrom are the least scores of the classes of doubt but the last.
var doubtFrom = []float64{.95, .85, .7, .5}

// pictureStyle colours lanes and ribbons, from calm to alarming with the doubt;
// lightness changes as well as hue, for those who do not see the hue.
const pictureStyle = `
.tercet { --ink: #1d1f22; --soft: #5f6670; --page: #fbfbf9; --d0: #9db8cf; --d1: #8cc3a7; --d2: #e8c24a; --d3: #e78a35; --d4: #c92a2a; }
@media (prefers-color-scheme: dark) { .tercet { --ink: #e6e7e9; --soft: #a0a7b0; --page: #16181b; --d0: #48627a; --d1: #3f7a5d; --d2: #b08a1c; --d3: #d07a2b; --d4: #ff6b6b; } }
.tercet { font: 11px system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.tercet text { fill: var(--ink); } .tercet .h { font-weight: 600; font-size: 13px; } .tercet .q { fill: var(--soft); }
.tercet .d0 { fill: var(--d0); } .tercet .d1 { fill: var(--d1); } .tercet .d2 { fill: var(--d2); } .tercet .d3 { fill: var(--d3); } .tercet .d4 { fill: var(--d4); }
.tercet path { fill-opacity: .45; } .tercet path.odd { fill-opacity: .3; } .tercet path.over { fill-opacity: .15; }
.tercet path.x { stroke: var(--ink); stroke-dasharray: 4 3; }
.tercet rect { fill-opacity: .75; } .tercet rect.odd { fill-opacity: .5; }
.tercet rect.lone { fill: none; stroke: var(--soft); stroke-dasharray: 3 2; }
.tercet a:hover path, .tercet a:hover rect { fill-opacity: 1; }
`

// picture draws an alignment. Lengths are in CSS pixels.
type picture struct {
	lane, ribbon int
	words        bool // write the beginning of each sentence in its block
	links        bool // blocks and ribbons lead to #b1, #b2, …
	style        bool // carry the style; else the page around has it
	p            *locale.Printer
}

const (
	pictureMargin = 12
	pictureHead   = 40
	pictureFoot   = 24 // and a line of the legend for each of its rows
	legendLine    = 16
	legendStep    = 62  // from one class to the next
	blockLeast    = 13. // so that a line of text fits
	blockMean     = 22.
	blockGap      = 2.
	paragraphGap  = 7.
)

// block is where a sentence stands in its lane.
type block struct{ top, bottom float64 }

// blocks lays a document out to fill height, and returns the height that it
// takes; 0 for height is as much as it wants by itself.
func blocks(d *text.Document, height float64) ([]block, float64) {
	var weights []float64
	var before []float64 // the gap before each sentence
	for i, p := range d.Paragraphs {
		for k, s := range p.Sentences {
			weights = append(weights, float64(utf8.RuneCountInString(s.Of(d.Text))))
			switch {
			case len(before) == 0:
				before = append(before, 0)
			case k == 0 && i > 0:
				before = append(before, paragraphGap)
			default:
				before = append(before, blockGap)
			}
		}
	}
	total := 0.
	for _, w := range weights {
		total += w
	}
	if total == 0 {
		return nil, 0
	}
	lay := func(unit float64) ([]block, float64) {
		out := make([]block, len(weights))
		y := 0.
		for i, w := range weights {
			y += before[i]
			h := max(blockLeast, w*unit)
			out[i] = block{y, y + h}
			y += h
		}
		return out, y
	}
	unit := blockMean * float64(len(weights)) / total
	out, y := lay(unit)
	if height == 0 || y >= height {
		return out, y
	}
	// The height grows with the unit: the one that fills it, by bisection.
	lo, hi := unit, unit*2
	for _, h := lay(hi); h < height; _, h = lay(hi) {
		hi *= 2
	}
	for range 30 {
		mid := (lo + hi) / 2
		if _, h := lay(mid); h < height {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lay(lo)
}

// px writes a length with one decimal at most.
func px(x float64) string { return strconv.FormatFloat(float64(int(x*10+.5))/10, 'f', -1, 64) }

func esc(s string) string { return template.HTMLEscapeString(xmlText(s)) }

func (v picture) draw(w *bufio.Writer, a *align.Alignment) {
	n := len(a.Docs)
	height := 0.
	for _, d := range a.Docs {
		_, h := blocks(d, 0)
		height = max(height, h)
	}
	lanes := make([][]block, n)
	sents := make([][]text.Sentence, n)
	for i, d := range a.Docs {
		lanes[i], _ = blocks(d, height)
		sents[i] = d.Sentences()
	}
	width := 2*pictureMargin + n*v.lane + (n-1)*v.ribbon
	foot := pictureFoot + legendLine*(legendRows(width)-1)
	all := pictureHead + int(height) + 1 + foot
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="tercet" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">`+"\n",
		width, all, width, all, esc(v.p.T("report.html.align-title")))
	if v.style {
		w.WriteString("<style>" + pictureStyle + "</style>\n" + `<rect width="100%" height="100%" style="fill:var(--page);fill-opacity:1"/>` + "\n")
	}
	x := func(side int) int { return pictureMargin + side*(v.lane+v.ribbon) }
	for i, d := range a.Docs {
		fmt.Fprintf(w, `<text class="h" x="%d" y="18">%s</text>`+"\n", x(i), esc(d.Lang))
		if v.words {
			fmt.Fprintf(w, `<text class="q" x="%d" y="33">%s</text>`+"\n", x(i), esc(shorten(oneLine(d.Name), v.lane/7)))
		}
	}
	fmt.Fprintf(w, `<g transform="translate(0 %d)">`+"\n", pictureHead)
	for k, b := range a.Beads {
		v.bead(w, a, k, b, lanes, sents, x)
	}
	w.WriteString("</g>\n")
	v.legend(w, all-foot+8, width)
	w.WriteString("</svg>\n")
}

func (v picture) bead(w *bufio.Writer, a *align.Alignment, k int, b align.Bead, lanes [][]block, sents [][]text.Sentence, x func(int) int) {
	class := fmt.Sprintf("d%d", doubt(b.Score))
	if k%2 == 1 {
		class += " odd"
	}
	filled := 0
	for _, r := range b.Sents {
		if r.Len() > 0 {
			filled++
		}
	}
	if v.links {
		fmt.Fprintf(w, `<a href="#b%d">`, k+1)
	}
	last := -1
	for side, r := range b.Sents {
		if r.Len() == 0 {
			continue
		}
		if last >= 0 {
			p := b.Sents[last]
			c := class
			if side > last+1 { // passes over a version that has nothing
				c += " over"
			}
			if b.Crosses {
				c += " x"
			}
			ribbon(w, c, float64(x(last)+v.lane), lanes[last][p.Lo].top, lanes[last][p.Hi-1].bottom, float64(x(side)), lanes[side][r.Lo].top, lanes[side][r.Hi-1].bottom,
				fmt.Sprintf("%d: %s", k+1, score(b.Score)))
		}
		last = side
	}
	for side, r := range b.Sents {
		for i := r.Lo; i < r.Hi; i++ {
			y := lanes[side][i]
			c := class
			if filled == 1 {
				c = "lone"
			}
			s := oneLine(visible(sents[side][i].Of(a.Docs[side].Text)))
			fmt.Fprintf(w, `<rect class="%s" x="%d" y="%s" width="%d" height="%s" rx="2"><title>%s</title></rect>`,
				c, x(side), px(y.top), v.lane, px(y.bottom-y.top), esc(fmt.Sprintf("%s %d: %s", a.Docs[side].Lang, i+1, s)))
			base := px(min(y.top+blockLeast-3, y.bottom-3))
			label := strconv.Itoa(i + 1)
			fmt.Fprintf(w, `<text class="q" x="%d" y="%s">%s</text>`, x(side)+4, base, label)
			if v.words {
				// Six and a half pixels a column at this size, for Latin and Chinese alike.
				left := 8 + 7*len(label)
				fmt.Fprintf(w, `<text x="%d" y="%s" lang="%s">%s</text>`, x(side)+left, base, esc(a.Docs[side].Lang), esc(shorten(s, (v.lane-left-6)*2/13)))
			}
		}
	}
	if v.links {
		w.WriteString("</a>")
	}
	w.WriteByte('\n')
}

// ribbon joins [y1, y2] at x1 and [z1, z2] at x2.
func ribbon(w *bufio.Writer, class string, x1, y1, y2, x2, z1, z2 float64, title string) {
	m := px((x1 + x2) / 2)
	fmt.Fprintf(w, `<path class="%s" d="M%s %sC%s %s %s %s %s %sL%s %sC%s %s %s %s %s %sZ"><title>%s</title></path>`, class,
		px(x1), px(y1), m, px(y1), m, px(z1), px(x2), px(z1), px(x2), px(z2), m, px(z2), m, px(y2), px(x1), px(y2), esc(title))
}

// legendRows is how many rows the legend of a picture takes.
func legendRows(width int) int {
	n := len(doubtFrom) + 1
	each := legendEach(width)
	return (n + each - 1) / each
}

// legendEach is how many classes stand in a row, the rows as even as can be.
func legendEach(width int) int {
	n := len(doubtFrom) + 1
	most := max(1, (width-2*pictureMargin)/legendStep)
	rows := (n + most - 1) / most
	return (n + rows - 1) / rows
}

// legend shows the classes of doubt by their least scores.
func (v picture) legend(w *bufio.Writer, y, width int) {
	each := legendEach(width)
	fmt.Fprintf(w, "<g><title>%s</title>\n", esc(v.p.T("report.html.score")))
	for i := 0; i <= len(doubtFrom); i++ {
		label := "< " + score(doubtFrom[len(doubtFrom)-1])
		if i < len(doubtFrom) {
			label = "≥ " + score(doubtFrom[i])
		}
		x, y := pictureMargin+i%each*legendStep, y+i/each*legendLine
		fmt.Fprintf(w, `<rect class="d%d" x="%d" y="%d" width="10" height="10" rx="2"/><text class="q" x="%d" y="%d">%s</text>`+"\n", i, x, y, x+13, y+9, esc(label))
	}
	w.WriteString("</g>\n")
}
