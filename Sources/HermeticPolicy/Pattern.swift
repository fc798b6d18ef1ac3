/// A set of resources, normalised when written, so that matching is comparing.
public enum Pattern: Hashable, Sendable {
  /// A host name.
  case domain(HostName, Coverage, Port)
  /// Addresses.
  case addresses(AddressBlock, Port)
  /// A Unix socket, by its path.
  case unixSocket(String)
  /// Files.
  case path(PathPattern)
  /// A variable of the environment; `*` stands for any characters.
  case variable(String)
  /// A program by its path, and what its first arguments must be.
  case command(String, arguments: [String])
  /// A module and those below it; only where `importer` asks for it, if one is given.
  case module(String, importer: String?)
  /// An installed package or distribution, and the code in it.
  case package(String)
  /// A part of the interpreter: `sys.path`.
  case part(String)

  /// Which names a domain stands for.
  public enum Coverage: Hashable, Sendable {
    /// The name alone, the name and all below it, or only what is below it.
    case itself, itselfAndSubdomains, subdomains
  }

  /// A port, or all of them.
  public enum Port: Hashable, Sendable {
    /// Whatever the port is.
    case any
    /// This one.
    case only(UInt16)
  }
}

extension Pattern {
  /// Parses what `--allow-domain` takes: `example.com`, `*.example.com`, an address or a block, each
  /// with `:port` where wanted (IPv6 then in brackets).
  public static func destination(_ text: String) throws(PolicyError) -> Pattern {
    let (host, port) = try splitPort(text)
    if let block = AddressBlock(host) { return .addresses(block, port) }
    if host.contains("/") || host.contains(":") || looksNumeric(host) {
      throw PolicyError(.invalidValue, text, "is not an address or a block of addresses")
    }
    let isWildcard = host.hasPrefix("*.")
    let bare = isWildcard ? host.dropFirst(2) : host
    guard let name = HostName(bare) else {
      throw PolicyError(
        .invalidValue, text, "is not a host name, an address or a block of addresses")
    }
    return .domain(name, isWildcard ? .subdomains : .itselfAndSubdomains, port)
  }

  private static func splitPort(
    _ text: String
  ) throws(PolicyError) -> (host: Substring, port: Port) {
    let host: Substring
    let rest: Substring
    if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
      host = text[text.index(after: text.startIndex)..<close]
      rest = text[text.index(after: close)...]
      guard rest.isEmpty || rest.hasPrefix(":"), IPAddress(host) != nil else {
        throw PolicyError(.invalidValue, text, "is not an address in brackets")
      }
    } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
      (host, rest) = (text[..<colon], text[colon...])
    } else {
      (host, rest) = (text[...], "")
    }
    guard !rest.isEmpty else { return (host, .any) }
    guard let port = UInt16(rest.dropFirst()), port > 0, rest.dropFirst().allSatisfy(\.isNumber)
    else { throw PolicyError(.invalidValue, text, "has no port from 1 to 65535 after its colon") }
    return (host, .only(port))
  }

  /// Whether a resolver might read a name as an address in a form that rules do not use (`127.1`).
  private static func looksNumeric(_ host: Substring) -> Bool {
    guard let last = host.split(separator: ".").last?.lowercased() else { return false }
    return last.allSatisfy { $0.isASCII && $0.isNumber }
      || last.hasPrefix("0x") && last.dropFirst(2).allSatisfy(\.isHexDigit)
  }
}

extension Pattern {
  /// Whether a pattern stands for a single address.
  public var isSingleAddress: Bool {
    if case .addresses(let block, _) = self { block.prefix == 128 } else { false }
  }
}

extension Pattern: CustomStringConvertible {
  public var description: String {
    switch self {
    case .domain(let name, .subdomains, let port): "*.\(name)\(port)"
    case .domain(let name, _, let port): "\(name)\(port)"
    case .addresses(let block, .any): block.description
    case .addresses(let block, let port):
      block.base.v4 == nil ? "[\(block)]\(port)" : "\(block)\(port)"
    case .unixSocket(let path): path
    case .path(let path): path.description
    case .command(let path, let arguments): ([path] + arguments).joined(separator: " ")
    case .module(let name, let importer): importer.map { "\(name):\($0)" } ?? name
    case .variable(let name), .package(let name), .part(let name): name
    }
  }
}

extension Pattern.Port: CustomStringConvertible {
  /// `:443`, or nothing for all.
  public var description: String {
    switch self {
    case .any: ""
    case .only(let number): ":\(number)"
    }
  }
}
