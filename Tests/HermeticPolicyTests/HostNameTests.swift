import HermeticPolicy
import Testing

@Suite struct `A host name` {
  @Test(arguments: [
    ("example.com", "example.com"), ("EXAMPLE.Com", "example.com"), ("example.com.", "example.com"),
    ("localhost", "localhost"), ("a-b.c_d.e9", "a-b.c_d.e9"),
    ("_dmarc.example.com", "_dmarc.example.com"),
    ("123.example", "123.example"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
    ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.EXAMPLE.", "xn--bcher-kva.example"),
    ("münchen.de", "xn--mnchen-3ya.de"), ("faß.example", "xn--fa-hia.example"),
    ("例え.jp", "xn--r8jz45g.jp"), ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
    ("例え．jp", "xn--r8jz45g.jp"), ("例え｡jp", "xn--r8jz45g.jp"), ("日本語.jp", "xn--wgv71a119e.jp"),
    ("中国", "xn--fiqs8s"), ("中文.com", "xn--fiq228c.com"), ("한국", "xn--3e0b707e"),
    ("пример.рф", "xn--e1afmkfd.xn--p1ai"), ("παράδειγμα", "xn--hxajbheg2az3al"),
    ("مثال", "xn--mgbh0fb"), ("उदाहरण", "xn--p1b6ci4b4b3a"), ("☃.net", "xn--n3h.net"),
    ("💩.la", "xn--ls8h.la"),
    // RFC 3492, section 7.1 (S) and (L).
    ("パフィーdeルンバ", "xn--de-jg4avhby1noc0d"), ("3年B組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
  ])
  func `is normalised to what the resolver gets`(_ text: String, _ normal: String) {
    #expect(HostName(text)?.description == normal)
    #expect(HostName(normal)?.description == normal)
  }

  @Test func `in a decomposed spelling is the same name`() {
    #expect(HostName("bu\u{308}cher.example") == HostName("b\u{fc}cher.example"))
  }

  @Test(arguments: [
    "", ".", "..", "a..b", ".a", "a..", "*", "*.example.com", "exa mple.com", "example.com ", " a",
    "a/b", "a:80", "a@b", "a\u{0}b", "a\nb", "a\tb", "a%b", "a\\b", "[a]", "a,b", "a?b", "a#b", "。",
    "bü cher.example", "bü/cher.example", "bü:80", "bü\u{0}cher.example", "bü*cher.example",
  ])
  func `is not read from what no resolver takes`(_ text: String) {
    #expect(HostName(text) == nil)
  }

  @Test func `has labels of up to 63 bytes`() {
    #expect(HostName(String(repeating: "a", count: 63) + ".example") != nil)
    #expect(HostName(String(repeating: "a", count: 64) + ".example") == nil)
    // 56 letters and "ü" make `xn--`, the letters, a hyphen and what stands for the umlaut.
    #expect(HostName(String(repeating: "a", count: 50) + "ü") != nil)
    #expect(HostName(String(repeating: "a", count: 60) + "ü") == nil)
  }

  @Test func `has up to 253 bytes`() {
    let long = Array(repeating: String(repeating: "a", count: 49), count: 5).joined(separator: ".")
    #expect(long.utf8.count == 249)
    #expect(HostName(long + ".bcd") != nil)
    #expect(HostName(long + ".bcd.") != nil)
    #expect(HostName(long + ".bcde") == nil)
  }
}
