package lang

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// show writes a quantity as a table row has it: value-high kind unit, with ~ for
// approximate, ? for loose, # for a paragraph mark, " for the text.
func (q Quantity) show(s string) string {
	b := fmt.Sprintf("%g", q.Value)
	if q.High != q.Value {
		b += fmt.Sprintf("..%g", q.High)
	}
	if q.Kind != Cardinal {
		b += " " + string(q.Kind)
	}
	if q.Unit != "" && q.Unit != "%" {
		u, _, many := strings.Cut(q.Unit, "|")
		b += " " + u
		if many {
			b += "|"
		}
	}
	if q.Approx {
		b += " ~"
	}
	if q.Loose {
		b += " ?"
	}
	if q.Mark {
		b += " #"
	}
	return b + " “" + s[q.Start:q.End] + "”"
}

func TestQuantities(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"fr", "le 35e anniversaire", "35 anniversary “35e anniversaire”"},
		{"fr", "quatre-vingt-dix-sept pays", "97 “quatre-vingt-dix-sept”"},
		{"fr", "vingt et un États, soixante et onze cas", "21 “vingt et un”; 71 “soixante et onze”"},
		{"fr", "deux cent mille, mille neuf cent", "200000 “deux cent mille”; 1900 “mille neuf cent”"},
		{"fr", "36 milliards de dollars", "3.6e+10 money USD| “36 milliards de dollars”"},
		{"fr", "3,5 % de 12 500 tonnes", "3.5 percent “3,5 %”; 12500 measure tonne| “12 500 tonnes”"},
		{"fr", "1 250 000 habitants, 1 700 kilomètres", "1.25e+06 “1 250 000”; 1700 measure kilometre “1 700 kilomètres”"},
		{"fr", "au XXe siècle, XIXe siècle", "20 ordinal century “XXe siècle”; 19 ordinal century “XIXe siècle”"},
		{"fr", "deux tiers, un quart, trois quarts", "0.6666666666666666 fraction “deux tiers”; 0.25 fraction ? “un quart”; 0.75 fraction ? “trois quarts”"},
		{"fr", "une dizaine de milliers", "10000 ~ ? “une dizaine de milliers”"},
		{"fr", "des centaines de jeunes", "100 ~ ? “centaines”"},
		{"fr", "cinq mille milliards", "5e+12 “cinq mille milliards”"},
		{"fr", "un demi-million", "1 ? “un”; 500000 “demi-million”"},
		{"fr", "deux ans et demi", "2.5 measure year “deux ans et demi”"},
		{"en", "third-party software", "3 ? “third”"},
		{"fr", "une seule Chine, pays tiers", "1 ? “une”; 3 ? “tiers”"},
		{"fr", "de 3 à 5 millions d'euros", "3e+06..5e+06 money EUR “3 à 5 millions d'euros”"},
		{"fr", "les trois prochaines années, ces derniers mois", "3 measure year “trois prochaines années”; 0 measure month ~ ? “mois”"},
		{"fr", "12. Le comité", "12 # “12”"},
		{"en", "the 35th anniversary", "35 anniversary “35th anniversary”"},
		{"en", "36 billion US dollars", "3.6e+10 money USD “36 billion US dollars”"},
		{"en", "US$ 1.2 million, $5bn, $3m", "1.2e+06 money USD “US$ 1.2 million”; 5e+09 money USD| “$5bn”; 3e+06 money USD| “$3m”"},
		{"en", "$A45,000", "45000 money USD| “$A45,000”"},
		{"en", "3.5 per cent, 10-year, 15-year-old", "3.5 percent “3.5 per cent”; 10 measure year “10-year”; 15 measure year “15-year”"},
		{"en", "three hundred and five thousand two hundred", "305200 “three hundred and five thousand two hundred”"},
		{"en", "two and three", "2 ? “two”; 3 “three”"},
		{"en", "between two and three million", "2e+06..3e+06 “two and three million”"},
		{"en", "two and a half years", "2.5 measure year “two and a half years”"},
		{"en", "two thirds, a third of them, the third", "0.6666666666666666 fraction “two thirds”; 0.3333333333333333 fraction “third”; 3 ordinal “third”"},
		{"en", "tens of thousands, a dozen, half a million", "10000 ~ ? “tens of thousands”; 12 ~ ? “dozen”; 500000 “half a million”"},
		{"en", "COVID-19, A/69/L.63, G20, https://a.org/24", ""},
		{"en", "30 °C, 100 miles, 45 mph", "30 measure celsius “30 °C”; 100 measure mile “100 miles”; 45 measure mile-per-hour “45 mph”"},
		{"zh", "35周年，三十五周年", "35 anniversary “35周年”; 35 anniversary “三十五周年”"},
		{"zh", "1.2亿人，360亿美元", "1.2e+08 “1.2亿”; 3.6e+10 money USD “360亿美元”"},
		{"zh", "三分之二，百分之三点五，１２％", "0.6666666666666666 fraction “三分之二”; 3.5 percent “百分之三点五”; 12 percent “１２％”"},
		{"zh", "第7391次会议，第三十五届", "7391 ordinal “第7391”; 35 ordinal “第三十五”"},
		{"zh", "一百二十三万四千五百六十七", "1.234567e+06 “一百二十三万四千五百六十七”"},
		{"zh", "两百零五，一千零一", "205 “两百零五”; 1001 “一千零一”"},
		{"zh", "四大全球倡议，一带一路，四川", "4 “四”; 4 ? “四”"},
		{"zh", "20世纪，二十一世纪", "20 ordinal century “20世纪”; 21 ordinal century “二十一世纪”"},
		{"zh", "数十名，上万人，近百家", "10 ~ ? “数十”; 10000 ~ ? “上万”; 100 ~ ? “近百”"},
		{"zh", "3万5千，五萬億美元", "35000 “3万5千”; 5e+12 money USD “五萬億美元”"},
		{"zh", "18个月，三周，两年半，几个月", "18 measure month “18个月”; 3 measure week “三周”; 2.5 measure year “两年半”; 0 measure month ~ ? “几个月”"},
		{"zh", "三至五年，200万至300万", "3..5 measure year “三至五年”; 2e+06..3e+06 “200万至300万”"},
		{"zh", "每小时85英里，30摄氏度", "85 measure mile-per-hour “85英里”; 30 measure celsius “30摄氏度”"},
		{"zh", "10. 委员会", "10 # “10”"},
		{"zh", "1700多公里", "1700 measure kilometre ~ “1700多公里”"},
	} {
		var got []string
		for _, q := range Get(c.lang).Quantities(c.text) {
			got = append(got, q.show(c.text))
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s %s\n got %s\nwant %s", c.lang, c.text, g, c.want)
		}
	}
}

func (d Date) show(s string) string {
	var b []string
	add := func(ok bool, f string, a ...any) {
		if ok {
			b = append(b, fmt.Sprintf(f, a...))
		}
	}
	add(d.Year > 0, "y%d", d.Year)
	add(d.Decade, "decade")
	add(d.Month > 0, "m%d", d.Month)
	add(d.Day > 0, "d%d", d.Day)
	add(d.Weekday > 0, "w%d", d.Weekday)
	add(d.Hour >= 0, "%02d:%02d", d.Hour, d.Minute)
	add(d.Relative != "", "%s", d.Relative)
	return strings.Join(b, " ") + " “" + s[d.Start:d.End] + "”"
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"fr", "Le 28 janvier 2026", "y2026 m1 d28 “28 janvier 2026”"},
		{"fr", "le 1er octobre", "m10 d1 “1er octobre”"},
		{"fr", "du 16 au 18 février 2015", "y2015 m2 d16 “16”; y2015 m2 d18 “18 février 2015”"},
		{"fr", "les 5, 6 et 7 juin", "m6 d5 “5”; m6 d6 “6”; m6 d7 “7 juin”"},
		{"fr", "le mercredi 18 février 2015, à 10 heures", "y2015 m2 d18 w3 “mercredi 18 février 2015”; 10:00 “10 heures”"},
		{"fr", "en septembre, mars 2027", "m9 “septembre”; y2027 m3 “mars 2027”"},
		{"fr", "les années 90, les années 1990", "y1990 decade “années 90”; y1990 decade “années 1990”"},
		{"fr", "l’année dernière, l'an prochain, hier", "year-1 “l’année dernière”; year+1 “l'an prochain”; day-1 “hier”"},
		{"fr", "à 15 h 30, 15h30", "15:30 “15 h 30”; 15:30 “15h30”"},
		{"en", "On January 28, 2026", "y2026 m1 d28 “January 28, 2026”"},
		{"en", "February 16 to 18, 2015", "y2015 m2 d16 “February 16”; y2015 m2 d18 “18, 2015”"},
		{"en", "16-18 February, this 19th day of March 2020", "m2 d16 “16”; m2 d18 “18 February”; y2020 m3 d19 “19th day of March 2020”"},
		{"en", "Wednesday, 18 February 2015, at 10 a.m.", "y2015 m2 d18 w3 “Wednesday, 18 February 2015”; 10:00 “10 a.m.”"},
		{"en", "They may march in May.", "m5 “May”"},
		{"en", "the 1990s, 2012-2013, 2014/15", "y1990 decade “1990s”; y2012 “2012”; y2013 “2013”; y2014 “2014”; y2015 “15”"},
		{"en", "last year, 3:30 p.m., 2024-05-12", "year-1 “last year”; 15:30 “3:30 p.m.”; y2024 m5 d12 “2024-05-12”"},
		{"en", "$2015, 2,015 people, 1500 km", ""},
		{"zh", "2026年1月28日", "y2026 m1 d28 “2026年1月28日”"},
		{"zh", "二〇二六年一月二十八日", "y2026 m1 d28 “二〇二六年一月二十八日”"},
		{"zh", "10月1日至5日，3 月 15 日", "m10 d1 “10月1日”; m10 d5 “5日”; m3 d15 “3 月 15 日”"},
		{"zh", "8月26日（周一），星期三，周日", "m8 d26 w1 “8月26日（周一”; w3 “星期三”; w7 “周日”"},
		{"zh", "上午10时至下午1时，下午3点半", "10:00 “上午10时”; 13:00 “下午1时”; 15:30 “下午3点半”"},
		{"zh", "20世纪90年代，2012-2013年", "y1990 decade “20世纪90年代”; y2012 “2012”; y2013 “2013年”"},
		{"zh", "去年，明年，上个月", "year-1 “去年”; year+1 “明年”; month-1 “上个月”"},
		{"zh", "35周年，第三周一次", ""},
	} {
		var got []string
		for _, d := range Get(c.lang).Dates(c.text) {
			got = append(got, d.show(c.text))
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s %s\n got %s\nwant %s", c.lang, c.text, g, c.want)
		}
	}
}

func TestSame(t *testing.T) {
	q := func(lang, s string) *Quantity {
		qs := Get(lang).Quantities(s)
		if len(qs) != 1 {
			t.Fatalf("%s: %d quantities", s, len(qs))
		}
		return &qs[0]
	}
	for _, c := range []struct {
		a, x, b, y string
		want       bool
	}{
		{"en", "100 miles", "fr", "160 kilomètres", true},
		{"en", "100 miles", "zh", "100公里", false},
		{"en", "86 °F", "fr", "30 °C", true},
		{"en", "24 months", "zh", "两年", true},
		{"en", "18 hours", "zh", "18分钟", false},
		{"en", "$5 million", "zh", "500万美元", true},
		{"en", "5 million euros", "zh", "500万美元", false},
		{"en", "0.5 percent", "fr", "5 ‰", true},
		{"en", "five", "zh", "五个", true},
		{"en", "a third of", "zh", "三分之一", true},
		{"en", "1.234", "fr", "1,234", true},
		{"en", "1,234", "fr", "1,234", true},
	} {
		if got := Same(q(c.a, c.x), q(c.b, c.y)); got != c.want {
			t.Errorf("%s against %s: %v", c.x, c.y, got)
		}
	}
}

// checkValues: spans lie in the text, in order, between characters, and those
// of quantities do not overlap.
func checkValues(t interface{ Errorf(string, ...any) }, code, s string) {
	v := Get(code).Values(s)
	end := 0
	for _, q := range v.Quantities {
		if q.Start < end || q.End <= q.Start || q.End > len(s) {
			t.Errorf("%s %q: quantity at %v after %d", code, s, q.Span, end)
			return
		}
		end = q.End
		if utf8.ValidString(s) && !utf8.ValidString(s[q.Start:q.End]) {
			t.Errorf("%s %q: %v cuts a character", code, s, q.Span)
		}
		if q.Value != q.Value || q.High < q.Value {
			t.Errorf("%s %q: %v to %v", code, s, q.Value, q.High)
		}
	}
	end = 0
	for _, d := range v.Dates {
		if d.Start < end || d.End <= d.Start || d.End > len(s) {
			t.Errorf("%s %q: date at %v after %d", code, s, d.Span, end)
			return
		}
		end = d.Start
		if d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 || d.Weekday < 0 || d.Weekday > 7 || d.Hour > 24 || d.Minute > 59 {
			t.Errorf("%s %q: no date %+v", code, s, d)
		}
	}
}

// pieces are what values are made of, to be put together at random.
var pieces = []string{"3", "35", "2014", "1,5", "1.234", " ", "-", "/", "%", "deux", "cent", "mille", "millions", "et", "two", "hundred", "and", "million", "third", "May", "mai", "le", "of", "a.m.", "heures", "年", "月", "日", "三", "十", "百", "万", "亿", "两", "点", "分之", "第", "周", "星期", "至", "上午", "时", "几", "个", "半", "世纪", "年代", "€", "$", "°C", "km", ".", ",", "e", "th", "s", "'", "\n"}

func TestValuesProperties(t *testing.T) {
	for _, l := range All {
		checkValues(t, l.Code, "3°C$3")
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), "")
		for _, l := range All {
			checkValues(t, l.Code, s)
		}
	})
}

func FuzzValues(f *testing.F) {
	for _, s := range []string{"Le 28 janvier 2026, 3,5 %", "US$ 1.2 million on May 5, 2014", "2026年1月28日，百分之三点五", "第\xff三十", "12.05.2014 1.2.3", "三分之", "百分之"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range All {
			checkValues(t, l.Code, s)
			l.Negations(s)
			l.Modals(s)
		}
	})
}

func FuzzDetect(f *testing.F) {
	f.Add("Les deux parties")
	f.Add("双方\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if code, sure := Detect(s); code == "" || !(sure >= 0 && sure <= 1) {
			t.Errorf("%q: %q %v", s, code, sure)
		}
	})
}

func TestDetect(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Les deux parties ont procédé à un échange de vues.", "fr"},
		{"The two sides exchanged views on regional issues.", "en"},
		{"双方就地区问题交换了意见。", "zh"},
		{"雙方就地區問題交換了意見。", "zh"},
		{"La coopération est gagnante.", "fr"},
		{"Cooperation brings mutual benefit.", "en"},
		{"Die beiden Seiten tauschten sich über die Lage aus.", "de"},
		{"Las dos partes intercambiaron opiniones sobre la situación.", "es"},
		{"Le due parti hanno discusso della situazione nella regione.", "it"},
		{"As duas partes trocaram opiniões sobre a situação na região.", "pt"},
		{"Стороны обменялись мнениями о положении в регионе.", "ru"},
		{"تبادل الجانبان وجهات النظر.", "ar"},
		{"両国は地域の情勢について意見を交わした。", "ja"},
		{"양측은 지역 정세에 대해 의견을 나누었다.", "ko"},
		{"王毅同杰伊洪会见 (Jeyhun Bayramov)。", "zh"},
		{"12 % – 2014", "und"},
		{"", "und"},
	} {
		if got, sure := Detect(c.text); got != c.want {
			t.Errorf("%s: %s %.2f (want %s)", c.text, got, sure, c.want)
		}
	}
}

// TestDetectReadouts: every sentence of the test readouts that is longer than a
// name is told to be in its language.
func TestDetectReadouts(t *testing.T) {
	n, wrong := 0, 0
	for _, set := range []string{"astana-visit", "muscat-call", "dakar-call", "rabat-committee"} {
		for _, l := range All {
			b, err := os.ReadFile("../testdata/readouts/" + set + "/gold/" + l.Code + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range strings.Split(string(b), "\n") {
				if utf8.RuneCountInString(s) < 10 {
					continue
				}
				n++
				if got, sure := Detect(s); got != l.Code {
					wrong++
					t.Logf("%s: %s %.2f (want %s)", s, got, sure, l.Code)
				}
			}
		}
	}
	if n == 0 || wrong > 0 {
		t.Errorf("%d of %d sentences in the wrong language", wrong, n)
	}
}

func TestCues(t *testing.T) {
	for _, c := range []struct{ lang, kind, text, want string }{
		{"fr", "n", "Elle n’acceptera pas cela, ne prend plus part et ne dit rien.", "V“n’acceptera pas” V“ne prend plus” V“ne dit rien”"},
		{"fr", "n", "Il n'a rencontré que le président, non seulement lui.", "o“n”"},
		{"fr", "n", "Sans délai, sans réserve.", "w“Sans délai” N“sans”"},
		{"en", "n", "It doesn’t agree, cannot and never will.", "V“doesn’t” V“cannot” V“never”"},
		{"en", "n", "Not only this, no doubt.", ""},
		{"zh", "n", "中方不接受，不断发展，没有分歧，非常重要，未来", "V“不接受” V“没有”"},
		{"en", "m", "They must act and may talk.", "s“must” m“may”"},
		{"fr", "m", "Ils doivent agir et peuvent parler.", "s“doivent” m“peuvent”"},
		{"zh", "m", "必须携手，可以讨论，可持续发展，能源", "s“必须” m“可以”"},
	} {
		cues := Get(c.lang).Negations(c.text)
		if c.kind == "m" {
			cues = Get(c.lang).Modals(c.text)
		}
		var got []string
		for _, x := range cues {
			got = append(got, fmt.Sprintf("%c“%s”", x.Class, c.text[x.Start:x.End]))
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: got %s want %s", c.text, g, c.want)
		}
	}
}

// TestNumeralData: the rows of the data files are in place and say something
// that the code knows.
func TestNumeralData(t *testing.T) {
	for _, l := range All {
		for _, f := range numeralRows("data/"+l.Code+"/units.txt", 2) {
			for _, u := range strings.Split(f[1], "|") {
				if _, ok := unitTable()[u]; !ok && !isMoney(u) && u != "%" && u != "‰" && u != "million" {
					t.Errorf("%s: %s is no unit", l.Code, u)
				}
			}
		}
	}
}

func BenchmarkValues(b *testing.B) {
	for _, l := range All {
		t, err := os.ReadFile("../testdata/readouts/astana-visit/" + l.Code + ".txt")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(l.Code, func(b *testing.B) {
			b.SetBytes(int64(len(t)))
			b.ReportAllocs()
			for b.Loop() {
				l.Values(string(t))
			}
		})
	}
}

func BenchmarkDetect(b *testing.B) {
	for _, l := range All {
		t, err := os.ReadFile("../testdata/readouts/astana-visit/" + l.Code + ".txt")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(l.Code, func(b *testing.B) {
			b.SetBytes(int64(len(t)))
			for b.Loop() {
				Detect(string(t))
			}
		})
	}
}
