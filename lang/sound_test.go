package lang

import (
	"strings"
	"testing"
)

func TestLatinSounds(t *testing.T) {
	for in, want := range map[string]string{
		"bayramov": "b ay r a m o v",
		"massari":  "m a s a r i",
		"sarah":    "s a r a",
		"geneva":   "ge e n e v a",
		"":         "",
	} {
		if got := strings.Join(LatinSounds(in), " "); got != want {
			t.Errorf("LatinSounds(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHanSounds(t *testing.T) {
	for in, want := range map[string]string{"zhang": "zh a N", "si": "s I", "er": "er", "yi": "y i", "": ""} {
		if got := strings.Join(HanSounds(in), " "); got != want {
			t.Errorf("HanSounds(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHear(t *testing.T) {
	for _, c := range []struct {
		name, run string
		want      string // the characters it is heard in; "" where it is not
	}{
		{"bayramov", "外长巴伊拉莫夫表示", "巴伊拉莫夫"},
		{"medvedev", "梅德韦杰夫指出", "梅德韦杰夫"},
		{"erdogan", "总统埃尔多安会见", "埃尔多安"},
		{"bayramov", "总统埃尔多安会见", ""},
		{"kowalski", "梅德韦杰夫指出", ""},
		{"maduro", "欢迎马杜罗访华", "马杜罗"},
		{"anderson", "双方就共同关心的问题交换了意见", ""},
	} {
		rs := []rune(c.run)
		from, to, nats := NewSound(c.name).Hear(NewHanSound(rs))
		got := ""
		if nats > 2 {
			got = string(rs[from:to])
		}
		if got != c.want {
			t.Errorf("%s in %s: %q at %.1f nats, want %q", c.name, c.run, got, nats, c.want)
		}
	}
	if from, to, nats := NewSound("").Hear(NewHanSound([]rune("巴"))); from != 0 || to != 0 || nats > 0 {
		t.Errorf("a name without sounds: %d, %d, %v", from, to, nats)
	}
}

func TestNameTable(t *testing.T) {
	if got := NameInHan("john"); len(got) == 0 || got[0] != "约翰" {
		t.Errorf("John is %v", got)
	}
	if got := NamesOfHan("托马斯"); len(got) == 0 || got[0] != "thomas" {
		t.Errorf("托马斯 is %v", got)
	}
	last := ""
	for _, line := range strings.Split(strings.TrimSpace(nameData), "\n") {
		if line[0] == '#' {
			continue
		}
		if line <= last {
			t.Errorf("%q does not stand in order after %q", line, last)
		}
		last = line
	}
}

func BenchmarkHear(b *testing.B) {
	s, h := NewSound("bayramov"), NewHanSound([]rune("王毅同阿塞拜疆外长巴伊拉莫夫举行会谈双方就共同关心的问题交换了意见"))
	for b.Loop() {
		s.Hear(h)
	}
}
