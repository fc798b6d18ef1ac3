import HermeticPolicy
import Testing

@Suite struct `A destination` {
  static let domain = HostName("example.com").map { Pattern.domain($0, .itselfAndSubdomains, .any) }

  @Test(arguments: [
    ("example.com", "example.com"), ("Example.COM.", "example.com"),
    ("example.com:443", "example.com:443"),
    ("example.com.:443", "example.com:443"), ("example.com:65535", "example.com:65535"),
    ("*.example.com", "*.example.com"), ("*.Example.com:8080", "*.example.com:8080"),
    ("bücher.example:80", "xn--bcher-kva.example:80"), ("localhost", "localhost"),
    ("1.2.3.4", "1.2.3.4"), ("1.2.3.4:80", "1.2.3.4:80"), ("10.0.0.0/8", "10.0.0.0/8"),
    ("10.0.0.0/8:443", "10.0.0.0/8:443"), ("10.1.2.3/8", "10.0.0.0/8"), ("::1", "::1"),
    ("[::1]", "::1"), ("[::1]:80", "[::1]:80"), ("2001:DB8::/32", "2001:db8::/32"),
    ("[1.2.3.4]:80", "1.2.3.4:80"), ("[::ffff:1.2.3.4]:80", "1.2.3.4:80"),
    ("::ffff:1.2.3.4", "1.2.3.4"),
  ])
  func `is read and described in one form`(_ text: String, _ description: String) throws {
    #expect(try Pattern.destination(text).description == description)
  }

  @Test func `of a domain is the domain and what is below it`() throws {
    let name = try #require(HostName("example.com"))
    #expect(try Pattern.destination("example.com") == .domain(name, .itselfAndSubdomains, .any))
    #expect(try Pattern.destination("*.example.com:80") == .domain(name, .subdomains, .only(80)))
  }

  @Test func `with a number is an address or a block`() throws {
    let address = try #require(AddressBlock("1.2.3.4"))
    let block = try #require(AddressBlock("10.0.0.0/8"))
    let loopback = try #require(AddressBlock("::1"))
    #expect(try Pattern.destination("1.2.3.4:1") == .addresses(address, .only(1)))
    #expect(try Pattern.destination("10.0.0.0/8") == .addresses(block, .any))
    #expect(try Pattern.destination("[::1]:53") == .addresses(loopback, .only(53)))
  }

  @Test(arguments: [
    ("example.com:", "port"), ("example.com:0", "port"), ("example.com:65536", "port"),
    ("example.com:+1", "port"), ("example.com:-1", "port"), ("example.com:http", "port"),
    ("example.com:8 ", "port"), ("example.com:٨", "port"), ("1.2.3.4:99999", "port"),
    ("[::1]:0", "port"), ("[::1", "address"), ("[::1]80", "brackets"),
    ("[example.com]:80", "brackets"),
    ("[]:80", "brackets"), ("127.1", "address"), ("0x7f.1", "address"), ("2130706433", "address"),
    ("0x7f000001", "address"), ("1.2.3.256", "address"), ("1.2.3", "address"),
    ("1.2.3.4.", "address"),
    ("10.0.0.0/33", "block"), ("::1/129", "block"), ("10.0.0/8", "block"), ("10.0.0.0/", "block"),
    ("https://example.com:443", "address"), ("example.com/path", "address"), ("", "host name"),
    (" ", "host name"), ("*", "host name"), ("*.", "host name"), ("*.*.com", "host name"),
    ("a.*.com", "host name"), ("a..b", "host name"), ("exa mple.com", "host name"),
    (":80", "host name"),
    ("a_\u{0}b", "host name"), ("*.1.2.3.4", "address"), ("1:2:3", "address"), (":::", "address"),
  ])
  func `with a mistake is an error that says what is wrong`(_ text: String, _ word: String) {
    let error = #expect(throws: PolicyError.self) { try Pattern.destination(text) }
    #expect(error?.subject == text)
    #expect(error?.code == .invalidValue)
    #expect(error?.reason.contains(word) == true, "\(error?.description ?? "none")")
    #expect(error?.description.hasPrefix("'\(text.printable())' ") == true)
    #expect(error?.description.hasSuffix(".") == false)
  }

  @Test func `that is long or could steer a terminal is shown as text`() {
    let text = "\u{1b}[31m" + String(repeating: "x", count: 1_000)
    let error = PolicyError(.invalidValue, text, "is")
    #expect(error.description.hasPrefix("'\\x{1b}[31mxxx"))
    #expect(error.description.hasSuffix("x…' is"))
    #expect(error.description.count < 120)
  }
}
