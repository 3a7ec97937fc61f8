// Package reader turns files into documents: it decodes the bytes, sets markup
// apart from prose, and keeps the way back to the bytes as they were read. One
// file per input format; Formats lists them.
package reader
