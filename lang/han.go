package lang

// HanDigit is the value of a Chinese numeral from 〇 to 九, in either script; -1
// for any other character.
func HanDigit(r rune) int {
	switch r {
	case '零', '〇':
		return 0
	case '一':
		return 1
	case '二', '两', '兩':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// HanScale is the power of ten that a Chinese numeral multiplies by: 十, 百, 千,
// 万 and 亿, in either script; 0 for any other character.
func HanScale(r rune) int64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万', '萬':
		return 10_000
	case '亿', '億':
		return 100_000_000
	}
	return 0
}
