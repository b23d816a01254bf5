# Says which files a Ruby process loads: RUBYOPT=-r/…/hooks/ruby/coppice.rb COPPICE_TRACE=/folder.
#
# Appends JSON lines to a file of its own in that folder, one for each process, each line at once; falls silent when it
# cannot write. The reader `rubyHook` describes the lines. Code is seen when it was compiled and is about to run (Ruby 2.6
# and later), an extension when the next code is, or at exit. Requires nothing.

if ENV["COPPICE_TRACE"].to_s != ""
  module CoppiceTrace
    LIMIT = 65_536
    FOLDER = File.expand_path(ENV["COPPICE_TRACE"])
    OWN = File.expand_path(__FILE__)
    private_constant :LIMIT, :FOLDER, :OWN

    @seen = {}
    @features = 0
    @file = nil

    class << self
      def start
        open_file
        # The program may change both, its name and its folder.
        @program = File.expand_path($PROGRAM_NAME) if File.file?($PROGRAM_NAME)
        return if @file.nil?
        see_features
        at_exit { finish }
        begin
          TracePoint.new(:script_compiled) { |point| compiled(point) }.enable
        rescue ArgumentError
          # Before Ruby 2.6 there is only the end.
          @file
        end
      end

      private

      def compiled(point)
        return unless point.eval_script.nil?
        code = point.instruction_sequence
        # What Timeout raises must not be rescued here.
        Thread.handle_interrupt(Object => :never) do
          see(code.absolute_path || code.path)
          see_features
        end
      rescue StandardError
        nil
      end

      def finish
        see_features
        see(@program) if @program
        write('"k":"end"')
      rescue StandardError
        nil
      end

      # What was required since the last time, extensions among it.
      def see_features
        return if $LOADED_FEATURES.size == @features
        @features = $LOADED_FEATURES.size
        $LOADED_FEATURES.each { |path| see(path) }
      end

      def see(given)
        # What is built in has a name alone.
        return if @file.nil? || !given.start_with?("/")
        path = File.expand_path(given)
        return if @seen.key?(path) || path == OWN || !File.file?(path)
        if @seen.size >= LIMIT
          write(%("k":"lost","c":"dropped","r":"files after the first #{LIMIT} are left out"))
          @file = nil
          return
        end
        @seen[path] = true
        write(%("k":"load","p":#{quote(path)}))
      end

      def write(members)
        open_file if @pid != Process.pid
        return if @file.nil?
        @file = nil unless ours?
        @file.syswrite(%({#{members},"t":#{format("%.3f", Time.now.to_f)}}\n)) unless @file.nil?
      rescue StandardError
        @file = nil
      end

      # The program may have closed it, and opened something of its own with the same number.
      def ours?
        identity == @identity
      end

      def identity
        stat = @file.stat
        [stat.dev, stat.ino]
      end

      def open_file
        @pid = Process.pid
        # That of its parent will do for a child that may make none, since it has another user or root.
        inherited = @file
        @file = nil
        name = "#{FOLDER}/ruby-#{@pid}-#{(Time.now.to_f * 1000).to_i}"
        flags = File::WRONLY | File::APPEND | File::CREAT | File::EXCL
        100.times do |attempt|
          begin
            # Never one that is there: a link, or the file of a process with the same number in another container.
            @file ||= File.new("#{name}#{"-#{attempt}" if attempt > 0}.jsonl", flags, 0o644)
          rescue Errno::EEXIST
            next
          rescue SystemCallError
            @file = inherited
            return
          end
        end
        return if @file.nil?
        @file.autoclose = false
        @identity = identity
        write(%("coppice":1,"runtime":"ruby","version":"#{RUBY_VERSION}","pid":#{@pid},"ppid":#{Process.ppid}) + cwd + program)
      rescue StandardError
        @file = nil
      end

      def cwd
        %(,"cwd":#{quote(Dir.pwd)})
      rescue SystemCallError
        ""
      end

      def program
        %(,"program":#{quote(File.readlink("/proc/self/exe"))})
      rescue StandardError
        ""
      end

      # As JSON, in which bytes that are not UTF-8 are lone surrogates.
      def quote(text)
        parts = text.dup.force_encoding(Encoding::UTF_8).each_char.map do |char|
          next char.bytes.map { |byte| format('\udc%02x', byte) }.join unless char.valid_encoding?
          code = char.ord
          next char if code >= 0x20 && code < 0x7f && code != 0x22 && code != 0x5c
          next format('\u%04x', code) if code < 0x10000
          format('\u%04x\u%04x', 0xd800 + ((code - 0x10000) >> 10), 0xdc00 + (code & 0x3ff))
        end
        %("#{parts.join}")
      end
    end
  end

  begin
    CoppiceTrace.start
  rescue StandardError
    nil
  end
end
