import HermeticPolicy
import Testing

/// Which texts are taken for the standard library's own making; `Generation` in the tool's tests asks
/// the Pythons that are there.
@Suite struct `A generated source` {
  static func admits(_ grammar: GeneratedSource, _ text: some Collection<UInt8>) -> Bool {
    // SAFETY: the bytes live as long as the call.
    unsafe Array(text).withUnsafeBufferPointer { unsafe grammar.admits($0) }
  }

  static func admits(_ grammar: GeneratedSource, _ text: String) -> Bool {
    admits(grammar, text.utf8)
  }

  // MARK: What the library makes

  static let namedTuples = [
    "lambda _cls, : _tuple_new(_cls, ())", "lambda _cls, x,: _tuple_new(_cls, (x,))",
    "lambda _cls, x, y: _tuple_new(_cls, (x, y))",
    "lambda _cls, type, lambda_, größe, _0: _tuple_new(_cls, (type, lambda_, größe, _0))",
  ]

  static let dataclasses = [
    // 3.9
    """
    def __create_fn__(_type_x, MISSING, _HAS_DEFAULT_FACTORY, _dflt_y, BUILTINS, _return_type):
     def __init__(self,x:_type_x,y:_type_y=_HAS_DEFAULT_FACTORY,w:_type_w=_dflt_w)->_return_type:
      BUILTINS.object.__setattr__(self,'x',x)
      BUILTINS.object.__setattr__(self,'y',_dflt_y() if y is _HAS_DEFAULT_FACTORY else y)
      self.__post_init__(w)
     return __init__
    """,
    """
    def __create_fn__(BUILTINS):
     def __repr__(self):
      return self.__class__.__qualname__ + f"(x={self.x!r}, größe={self.größe!r})"
     return __repr__
    """,
    """
    def __create_fn__(cls, FrozenInstanceError, BUILTINS):
     def __setattr__(self,name,value):
      if type(self) is cls or name in ('x','y',):
       raise FrozenInstanceError(f"cannot assign to field {name!r}")
      super(cls, self).__setattr__(name, value)
     return __setattr__
    """,
    """
    def __create_fn__(BUILTINS):
     def __lt__(self,other):
      if other.__class__ is self.__class__:
       return (self.x,self.y,)<(other.x,other.y,)
      return NotImplemented
     return __lt__
    """,
    // 3.12
    """
    def __create_fn__(__dataclass_type_a__, __dataclass_HAS_DEFAULT_FACTORY__, \
    __dataclass_builtins_object__, __dataclass_return_type__):
     def __init__(self,*,a:__dataclass_type_a__)->__dataclass_return_type__:
      __dataclass_builtins_object__.__setattr__(self,"a",a)
     return __init__
    """,
    // 3.13
    """
    def __create_fn__(__dataclass_type_x__,__dataclass_dflt_y__,__dataclasses_recursive_repr,cls):
     def __init__(self,x:__dataclass_type_x__,*,y:__dataclass_type_y__=__dataclass_dflt_y__)->None:
      self.x=x
      self.y=__dataclass_default_factory_y__() if y is __dataclass_HAS_DEFAULT_FACTORY__ else y
     @__dataclasses_recursive_repr()
     def __repr__(self):
      return f"{self.__class__.__qualname__}(x={self.x!r}, y={self.y!r})"
     def __eq__(self,other):
      if self is other:
       return True
      if other.__class__ is self.__class__:
       return self.x==other.x and self.y==other.y
      return NotImplemented
     def __hash__(self):
      return hash((self.x,self.y,))
     return (__init__,__repr__,__eq__,__hash__,)
    """,
  ]

  static let plurals = ["n != 1", "0 if n == 1 else 1", "n % 10 >= 2 and (n % 100 < 10 or n > 1)"]
    .map {
      """
      if True:
                  def func(n):
                      if not isinstance(n, int):
                          n = _as_int(n)
                      return int(\($0))
      """
    }

  static let mocks = [
    "def f(*args, **kwargs):\n    _checksig_(*args, **kwargs)\n    return mock(*args, **kwargs)",
    "async def g(*args, **kwargs):\n    _checksig_(*args, **kwargs)\n    return await mock(*args, **kwargs)",
  ]
  static let proxies = ["append", "__len__"].map {
    "def \($0)(self, /, *args, **kwds):\n        return self._callmethod('\($0)', args, kwds)"
  }
  static let properties = [
    """

    def getx(self):
        self.acquire()
        try:
            return self._obj.x
        finally:
            self.release()
    def setx(self, value):
        self.acquire()
        try:
            self._obj.x = value
        finally:
            self.release()
    x = property(getx, setx)

    """
  ]
  static let annotations = [
    "int", "typing.Dict[str, typing.Any]", "int | None", "list[\"int\"]", "None",
    "Annotated[int, Field(gt=0)]", "Literal['a', b\"b\", -1]", "Callable[[int, str], None]",
    "(*tuple[int],)[0]", "x.y.z", "größe", "Literal['f()', \"it's\"]", "",
  ]

  @Test(
    arguments: [
      (.namedTuple, namedTuples), (.dataclass, dataclasses), (.plural, plurals), (.mock, mocks),
      (.proxy, proxies), (.property, properties), (.annotation, annotations),
      (.reference, ["name", "module.name", "sys.maxsize", "None"]), (.nothing, ["", "None", "0"]),
    ] as [(GeneratedSource, [String])])
  func `is taken for what it is`(_ grammar: GeneratedSource, _ texts: [String]) {
    for text in texts {
      let isTaken = Self.admits(grammar, text)
      #expect(isTaken, "\(text)")
    }
  }

  // MARK: What others would have it make

  /// Each grammar with a text that it takes, and what stands in it where a caller has a say.
  static let grammars: [(GeneratedSource, @Sendable (String) -> String)] = [
    (.namedTuple, { "lambda _cls, \($0): _tuple_new(_cls, (\($0),))" }),
    (
      .dataclass,
      {
        "def __create_fn__(BUILTINS):\n def __init__(self,a:_type_a=_dflt_a):\n  self.\($0)=a\n"
          + " return __init__"
      }
    ),
    (
      .plural,
      {
        "if True:\n def func(n):\n  if not isinstance(n, int):\n   n = _as_int(n)\n  return int(\($0))\n"
      }
    ),
    (.mock, { "def \($0)(*args, **kwargs):\n    return mock(*args, **kwargs)" }),
    (.proxy, { "def \($0)(self, /, *args):\n  return self._callmethod('a', args)" }),
    (
      .property,
      {
        "def getx(self):\n return self._obj.\($0)\ndef setx(self):\n return\nx = property(getx, setx)"
      }
    ),
    (.annotation, { "typing.List[\($0)]" }), (.reference, { $0 }), (.nothing, { $0 }),
  ]

  /// Names that are none.
  static let smuggled = [
    "evil()", "x.evil()", "x, evil()", "x=evil()", "evil ()", "evil\n()", "evil\t()", "evil\u{c}()",
    "(evil)()", "x[0]()", "x if evil() else y", "evil()()", "__import__('os').system('id')",
    "__import__\n('os')", "eval('1')", "exec('1')", "open('/etc/passwd')", "print(1)",
    "getattr(x, 'y')",
    "x; evil()", "x;y", "x;evil()", "x\nimport os\n", "x\nfrom os import *\n", "x # comment",
    "x\\\n()",
    "x `y`", "lambda: evil()", "[evil() for x in y]", "{evil()}", "(evil() for x in y)",
    "f'{evil()}'", "F'{evil()}'", "rf'{evil()}'", "fr'{evil()}'", "f'''{evil()}'''", "t'{evil()}'",
    "f'{x:{evil()}}'", "f\"{x['y']}\"", "f'{x!r:>{evil()}}'", "f\"{\"b\"+evil()+\"r\"}\"",
    "x := y", "(x := evil)", "yield x", "(yield)", "''.join(x)", "'x'()", "\"\"()", "x.__class__()",
    "x\n @evil\n def y(): pass", "@evil\ndef x(): pass", "class X: pass", "del x", "global x",
    "with x: pass", "for x in y: pass", "while True: pass", "assert evil()", "x\u{3000}evil()",
    "ｅｖａｌ('1')", "еvil()", "évil()", "evi\u{301}l()", "𝐞𝐯𝐚𝐥(x)", "\u{feff}evil()",
    "1if evil()else 2",
    "𝐨𝐬.𝐬𝐲𝐬𝐭𝐞𝐦('id')", "ſum(x)", "\u{212a}eys()", "x\0evil()", "'a\nb'", "\"x\\\"()", "x()",
  ]

  @Test(arguments: grammars.indices, smuggled)
  func `is not what a name makes of it`(_ index: Int, _ text: String) throws {
    let (grammar, source) = Self.grammars[index]
    let isTaken = Self.admits(grammar, source(text))
    #expect(!isTaken, "\(source(text))")
  }

  @Test(arguments: grammars.indices) func `is that text with an honest name in it`(_ index: Int) {
    let (grammar, source) = Self.grammars[index]
    // A plural has one name, and no other.
    for name in grammar == .plural ? ["n", "n != 1"] : ["name", "_x1", "größe", "имя"] {
      let isTaken = Self.admits(grammar, source(name))
      #expect(isTaken, "\(source(name))")
    }
  }

  @Test(arguments: [
    "'", "\"", "'x", "'\\", "\"x\\\"", "'''x", "'''x''", "\"\"\"x\"", "b'", "'a\nb'",
  ])
  func `has an end to each string`(_ text: String) {
    for (grammar, _) in Self.grammars {
      let isTaken = Self.admits(grammar, text)
      #expect(!isTaken, "\(text)")
    }
  }

  static func function(_ parameters: String, _ lines: String...) -> String {
    ["def __create_fn__(BUILTINS):", " def f(\(parameters)):"].joined(separator: "\n")
      + lines.map { "\n  \($0)" }.joined()
  }

  @Test(arguments: [
    function("self,hash", "return hash(self)"), function("self,x=y,*,hash=z", "return hash(self)"),
    function("self", "hash=x", "return hash(self)"),
    function("self", "return hash(self)", "hash=x"),
    function("self", "hash:int=x", "return hash(self)"),
    function("self,hash", "return hash(self)\n def g(self):\n  return self"),
    function("self", "pass\n hash=x\n def g(self):\n  return hash(self)"),
    "def __create_fn__(BUILTINS):\n hash=x\n def f(self):\n  return hash(self)",
    "hash=x\ndef __create_fn__(BUILTINS):\n def f(self):\n  return hash(self)",
    // What the parser takes for the same name (PEP 3131).
    function("self,ｈａｓｈ", "return hash(self)"), function("self,ha\u{17f}h", "return hash(self)"),
    function("self,𝐡𝐚𝐬𝐡", "return hash(self)"), function("self,ʰash", "return hash(self)"),
    function("self,ﬁ", "return hash(self)"), function("self,\u{212a}", "return hash(self)"),
  ])
  func `calls nothing that it gives another meaning itself`(_ text: String) {
    let isTaken = Self.admits(.dataclass, text)
    #expect(!isTaken)
  }

  @Test func `calls in no other library's text what that one binds`() {
    let texts: [(GeneratedSource, String)] = [
      (.namedTuple, "lambda _cls, _tuple_new: _tuple_new(_cls, (_tuple_new,))"),
      (.plural, "if True:\n def func(int):\n  return int(0)"),
      (.mock, "def f(mock):\n return mock(f)"),
      (.property, "def getx(property):\n return self\nx = property(getx, getx)"),
    ]
    for (grammar, text) in texts {
      let isTaken = Self.admits(grammar, text)
      #expect(!isTaken, "\(text)")
    }
  }

  @Test(arguments: [
    "größe", "straße", "naïve", "имя", "λόγος", "名前", "ÖL", "x_é", "ẞ", "İ", "e\u{301}",
  ])
  func `has names in any letters`(_ name: String) {
    let text = Self.function("self,\(name)", "self.\(name)=\(name)", "return hash(self)")
    let isTaken = Self.admits(.dataclass, text)
    #expect(isTaken)
  }

  /// Python 3.13 makes all of a class's methods at once; one's parameters are not another's.
  @Test(arguments: ["hash", "type", "super", "object", "isinstance", "FrozenInstanceError"])
  func `has fields that are called as what it calls`(_ name: String) {
    let isTaken = Self.admits(
      .dataclass,
      """
      def __create_fn__(__dataclass_type_\(name)__,__dataclass_builtins_object__,cls):
       def __init__(self,\(name):__dataclass_type_\(name)__)->None:
        self.\(name)=\(name)
       def __setattr__(self,name,value):
        if type(self) is cls or name in {"\(name)"}:
         raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)
       def __hash__(self):
        return hash((self.\(name),))
       return (__init__,__setattr__,__hash__,)
      """)
    #expect(isTaken)
  }

  @Test func `decorates with nothing but what the library does`() {
    let decorated = { (name: String) in
      "def __create_fn__():\n @\(name)\n def f(self):\n  pass\n return f"
    }
    #expect(Self.admits(.dataclass, decorated("__dataclasses_recursive_repr()")))
    for name in [
      "evil", "evil()", "__dataclasses_recursive_repr", "__dataclasses_recursive_repr.x()", "",
      "__dataclasses_recursive_repr_()", "hash()", " __dataclasses_recursive_repr()",
    ] {
      let isTaken = Self.admits(.dataclass, decorated(name))
      #expect(!isTaken, "\(name)")
    }
    #expect(!Self.admits(.mock, "@__dataclasses_recursive_repr()\ndef f(): pass"))
  }

  @Test func `has code in its strings only where the library has it, and names at that`() {
    let returning = { (text: String) in "def __create_fn__():\n return \(text)" }
    for text in [
      "f''", "f'x'", "f'{x}'", "f'{x.y!r}, {z}'", "f\"{self.__class__.__qualname__}(a)\"",
    ] {
      #expect(Self.admits(.dataclass, returning(text)), "\(text)")
      #expect(!Self.admits(.plural, returning(text)), "\(text)")
    }
    for text in [
      "f'{x()}'", "f'{x[0]}'", "f'{x+y}'", "f'{x:y}'", "f'{x=}'", "f'{'", "f'{x'", "f'{{x()}}'",
      "f'{x}{y()}'", "f\"{\"a\"}\"", "f'\\x7b{y()}'", "f'{ x}'",
    ] {
      let isTaken = Self.admits(.dataclass, returning(text))
      #expect(!isTaken, "\(text)")
    }
  }

  @Test func `is read to its end, however long`() {
    let names = (0..<5_000).map { "field\($0)" }.joined(separator: ", ")
    let text = "lambda _cls, \(names): _tuple_new(_cls, (\(names)))"
    let nested = String(repeating: "(", count: 20_000) + "x" + String(repeating: ")", count: 20_000)
    let isTaken = [
      Self.admits(.namedTuple, text), Self.admits(.namedTuple, text + " or evil()"),
      Self.admits(.namedTuple, text + "\nimport os"), Self.admits(.annotation, nested),
      Self.admits(.annotation, nested + "()"),
    ]
    #expect(isTaken == [true, false, false, true, false])
  }

  /// Bytes that are no text are no code either; whatever they are, reading them ends.
  @Test func `is a call with any byte of a name, or of space, before its bracket`() {
    for byte in UInt8.min...UInt8.max {
      for rest in ["", "()", "x()", "'", "\"\"\"", "="] {
        let text = [byte] + Array(rest.utf8)
        for (grammar, _) in Self.grammars { _ = Self.admits(grammar, text) }
      }
      let isName = byte >= 0x80 || byte == 0x5f || (0x30...0x39).contains(byte)
      guard isName || [0x20, 0x09, 0x0a, 0x0c, 0x0d].contains(byte) else { continue }
      let isTaken = Self.admits(.annotation, "evil".utf8 + [byte] + "()".utf8)
      #expect(!isTaken, "\(byte)")
    }
  }
}
