import CMallocCounter
import HermeticPolicy
import HermeticSession
import Testing

/// How often a piece of work asks for memory, once everything it needs has been set up.
private func allocations(_ work: () -> Void) -> Int {
  work()
  malloc_counter_start()
  work()
  return malloc_counter_stop()
}

/// Keeps the optimiser from leaving work out.
@_optimize(none) private func use<Value>(_ value: Value) {}

@Suite struct `An allowed operation` {
  static let options: [(PolicyOption, [String])] = [
    (.noNetwork, []), (.allowLocalhost, []),
    (.allowDomain, ["example.com:443", "*.example.org", "10.0.0.0/8", "2001:db8::/32"]),
    (.allowUnixSocket, ["/run/service.sock"]),
  ]

  @Test func `would be found out if it allocated`() {
    #expect(allocations {} == 0)
    #expect(allocations { use([UInt8](repeating: 1, count: Int.random(in: 100...200))) } >= 1)
    #expect(
      allocations {
        for number in 0..<10 { use(String(repeating: "x", count: 100 + number)) }
      } >= 10)
    #expect(
      allocations {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 64)
        unsafe memory.storeBytes(of: 1, as: UInt8.self)
        unsafe memory.deallocate()
      } >= 1)
  }

  @Test(arguments: ["open", "object.__getattr__", "compile", "", "socket.connect", "import"])
  func `is screened without an allocation`(_ event: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    // SAFETY: the C string lives as long as the call.
    let count = unsafe event.withCString { name in
      allocations { for _ in 0..<100 { use(unsafe image.screen(name)?.action ?? 0) } }
    }
    #expect(count == 0)
  }

  @Test(arguments: [
    "10.1.2.3", "127.0.0.1", "::1", "2001:db8::7", "93.184.216.34", "64:ff9b::10.0.0.1", "8.8.8.8",
  ])
  func `on an address is decided without an allocation`(_ text: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    let book = try #require(AddressBook())
    book.insert(IPAddress(v4: 0x5db8_d822), port: 443)
    let address = try #require(IPAddress(text))
    let count = allocations {
      for _ in 0..<100 {
        use(image.decide(.connect, on: address, port: 443, book: book))
        use(image.decide(.connect, on: address, port: nil, book: nil))
      }
    }
    #expect(count == 0)
  }

  @Test(arguments: ["example.com", "www.EXAMPLE.org.", "localhost", "a.b.c.d.e.f.example.net"])
  func `on a name is decided without an allocation`(_ text: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    // SAFETY: the bytes live as long as the call.
    let count = unsafe Array(text.utf8).withUnsafeBufferPointer { name in
      allocations {
        for _ in 0..<100 {
          use(unsafe image.decide(.resolve, on: name, port: nil))
          use(unsafe image.decide(.connect, on: name, port: 443))
        }
      }
    }
    #expect(count == 0)
  }

  @Test(arguments: ["/run/service.sock", "/run/docker.sock"])
  func `on a Unix socket is decided without an allocation`(_ text: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    let book = try #require(AddressBook())
    // SAFETY: the bytes live as long as the call.
    let count = unsafe Array(text.utf8).withUnsafeBufferPointer { path in
      let socket = UnixSocketFile(device: 1, inode: 2, birth: 3)
      book.insert(socket)
      return allocations {
        for _ in 0..<100 {
          use(unsafe image.decide(.connect, onUnixSocket: path))
          use(book.contains(socket))
        }
      }
    }
    #expect(count == 0)
  }

  // MARK: Files and names

  /// Rules of every kind, so that each is walked past.
  static func image() throws -> PolicyImage {
    var policy = try Policy(
      options + [
        (.allowRead, ["/srv", "/srv/**/*.txt", "/data/[a-f]?*/x"]), (.denyRead, ["/srv/secret"]),
        (.denyWrite, ["/srv/*/locked", "/**/.env"]), (.hideSecrets, []),
        (.allowEnv, ["LC_*", "A*B*C", "HOME"]), (.denyImport, ["xml", "socket"]),
        (.allowImport, ["json", "socket:requests"]),
        (.allowCommand, ["/usr/bin/git log -p", "ls"]),
        (.allowNative, ["numpy"]), (.allowInterpreterMutation, ["sys.path"]),
      ])
    policy = policy.protectingProcesses.hidingOtherEnvironments
    return try #require(TestImage(policy)).image
  }

  static func count(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) -> Int {
    // SAFETY: the bytes live as long as the call.
    unsafe Array(text.utf8).withUnsafeBufferPointer { bytes in
      allocations { for _ in 0..<100 { unsafe body(bytes) } }
    }
  }

  @Test(arguments: [
    "", "/srv/a/b/c.txt", "/srv/secret/x", "/home/me/project/.env", "/data/bé/x/y", "/proc/1/mem",
    "/usr/lib/python3.12/site-packages/numpy/core/__init__.py", "/data/\u{ff}\u{20ac}/x",
  ])
  func `on a file is decided without an allocation`(_ path: String) throws {
    let image = try Self.image()
    let count = unsafe Self.count(path) { bytes in
      use(unsafe image.decide(.readFile, onPath: bytes))
      use(unsafe image.decide(.writeFile, onPath: bytes))
      use(unsafe image.refusal(.readFile, below: bytes))
    }
    #expect(count == 0)
  }

  @Test(arguments: ["xml.sax.handler", "json", "socket", "a.very.long.name.of.a.module", ""])
  func `on a module is decided without an allocation`(_ name: String) throws {
    let image = try Self.image()
    let count = unsafe Self.count(name) { bytes in
      unsafe image.forEachModuleRule(bytes) { effect, rule, importer in
        use(effect)
        use(rule)
        return unsafe importer.isEmpty && effect.refuses
      }
    }
    #expect(count == 0)
  }

  @Test(arguments: ["LC_ALL", "AxxBxxC", "HOME", "AWS_SECRET_ACCESS_KEY", "PATH", ""])
  func `on a variable is decided without an allocation`(_ name: String) throws {
    let image = try Self.image()
    let count = unsafe Self.count(name) { bytes in
      use(unsafe image.decide(.inheritEnvironment, onVariable: bytes))
      use(unsafe image.decide(.readEnvironment, onVariable: bytes))
    }
    #expect(count == 0)
  }

  @Test(arguments: ["/usr/bin/git", "ls", "/bin/sh", ""])
  func `on a command is decided without an allocation`(_ path: String) throws {
    let image = try Self.image()
    let count = unsafe Self.count(path) { bytes in
      use(
        unsafe image.decide(onCommand: bytes) { index, word in
          unsafe index == 1 && !word.isEmpty
        })
    }
    #expect(count == 0)
  }

  @Test(arguments: ["numpy", "sys.path", "a name that does not fit into a string's own words"])
  func `on a package or a part is decided without an allocation`(_ name: String) throws {
    let image = try Self.image()
    let count = allocations {
      for _ in 0..<100 {
        use(image.decide(.loadNative, byPackage: name))
        use(image.decide(.mutateInterpreter, onPart: name))
      }
    }
    #expect(count == 0)
  }
}
