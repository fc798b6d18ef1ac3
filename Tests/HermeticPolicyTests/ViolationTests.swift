import HermeticPolicy
import Testing

@Suite struct `A violation` {
  static func violation(_ resource: String, note: String? = nil) -> Violation {
    Violation(.resolve, on: resource, note: note, rule: 3, caller: nil)
  }

  @Test(arguments: [
    (Action.resolve, "DNS"), (.connect, "connect"), (.send, "sendto"), (.bind, "bind"),
    (.listen, "listen"), (.openSocket, "socket"), (.configureResolver, "resolver"),
  ])
  func `names what was refused`(_ action: Action, _ label: String) {
    let violation = Violation(action, on: "1.2.3.4:80", rule: 7, caller: nil)
    #expect(violation.message == "network disabled: \(label)(1.2.3.4:80)")
    #expect(violation.target == "1.2.3.4:80")
    #expect(violation.rule == 7)
  }

  @Test func `adds a note behind the resource`() {
    let violation = Self.violation("example.com", note: "leads to 10.0.0.1")
    #expect(violation.message == "network disabled: DNS(example.com) leads to 10.0.0.1")
    #expect(violation.target == "example.com")
  }

  @Test(arguments: [
    ("a\u{1b}[2Jb", "a\\x{1b}[2Jb"), ("a\nb", "a\\x{a}b"), ("a\r\nb", "a\\x{d}\\x{a}b"),
    ("a\u{0}b", "a\\x{0}b"), ("a\u{7f}b", "a\\x{7f}b"), ("a\u{9b}b", "a\\x{9b}b"),
    ("a\u{202e}b", "a\\x{202e}b"), ("a\u{2028}b", "a\\x{2028}b"), ("a\u{2029}b", "a\\x{2029}b"),
    ("a\u{200b}b", "a\\x{200b}b"), ("a\u{feff}b", "a\\x{feff}b"), ("a\u{e0041}b", "a\\x{e0041}b"),
    ("bücher.例え", "bücher.例え"), ("a b-c_d", "a b-c_d"),
  ])
  func `shows what a terminal would obey`(_ resource: String, _ shown: String) {
    let violation = Self.violation(resource)
    #expect(violation.message == "network disabled: DNS(\(shown))")
    #expect(violation.target == shown)
  }

  @Test(arguments: [
    "", "a", "(", ")", "()", ")(", "a(b)c", "((", "[::1]:80", "network disabled: DNS(x)",
  ])
  func `gives its target back`(_ resource: String) {
    #expect(Self.violation(resource).target == resource)
    #expect(Self.violation(resource, note: "leads to 10.0.0.1").target == resource)
  }

  @Test func `has no target where its message has none`() {
    for message in ["", "network disabled", "x)(", "x(", "x)"] {
      #expect(Violation(message: message, rule: -1, caller: nil).target == "")
    }
  }

  @Test func `keeps a long resource short`() {
    let violation = Self.violation(String(repeating: "é", count: 10_000))
    #expect(violation.target.hasPrefix("ééé") && violation.target.hasSuffix("é…"))
    #expect(violation.message.utf8.count < 400)
    let hostile = Self.violation(String(repeating: "\u{202e}", count: 10_000))
    #expect(hostile.message.utf8.count < 400)
    #expect(!hostile.message.unicodeScalars.contains("\u{202e}"))
  }
}
