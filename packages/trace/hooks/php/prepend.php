<?php
// Says which files a PHP process includes: php -d auto_prepend_file=/…/hooks/php/prepend.php, with COPPICE_TRACE=/folder in
// its environment (env[COPPICE_TRACE] in a pool of PHP-FPM).
//
// Appends JSON lines to a file of its own in that folder, one for each process. The lines of a request are written together
// at its end, also after exit() and fatal errors; what a killed process included is lost. Falls silent when it cannot write.
// The reader `phpHook` describes the lines. For PHP 5.3 and later. PHP prepends one file only: name the program's own, if it
// has one, in COPPICE_PREPEND.

$coppice = function () {
    // Those that some forbid by disable_functions.
    $needed = array('file_get_contents', 'file_put_contents', 'get_included_files', 'getenv', 'getmypid',
        'register_shutdown_function', 'restore_error_handler', 'set_error_handler');
    foreach ($needed as $name) {
        if (!function_exists($name)) {
            return;
        }
    }
    $folder = getenv('COPPICE_TRACE');
    if ($folder === false || $folder === '') {
        return;
    }
    $quiet = function ($act) {
        // A handler of the program would be called for what @ hides, too.
        set_error_handler(function () {
            return true;
        });
        try {
            $act();
        } catch (Exception $error) {
            $act = null;
        } catch (Throwable $error) {
            $act = null;
        }
        restore_error_handler();
    };
    $quote = function ($text) {
        $parts = '';
        for ($at = 0; $at < strlen($text); $at += strlen($match[0])) {
            // Bytes that are not UTF-8 become lone surrogates.
            if (!preg_match('/\G[\x00-\x7f]+|\G.[\x80-\xbf]*/s', $text, $match, 0, $at)) {
                break;
            }
            $json = json_encode($match[0]);
            if (is_string($json) && $json !== 'null') {
                $parts .= str_replace('\/', '/', substr($json, 1, -1));
                continue;
            }
            foreach (str_split($match[0]) as $byte) {
                $parts .= sprintf(ord($byte) < 0x80 ? '\u%04x' : '\udc%02x', ord($byte));
            }
        }
        return '"' . $parts . '"';
    };
    $now = function () {
        return sprintf('%.3F', microtime(true));
    };
    // When the process began, by which the file is that of all its requests.
    $start = function () {
        $fields = explode(')', (string) file_get_contents('/proc/self/stat'));
        $fields = explode(' ', (string) end($fields));
        return isset($fields[20]) ? $fields[20] : (string) (int) ($_SERVER['REQUEST_TIME'] * 1000);
    };
    $pid = getmypid();
    $file = null;
    $quiet(function () use ($folder, $pid, $start, $now, $quote, &$file) {
        $path = $folder . '/php-' . $pid . '-' . $start() . '.jsonl';
        if (is_link($path)) {
            return;
        }
        $file = $path;
        if (is_file($path)) {
            return;
        }
        $parent = function_exists('posix_getppid') ? ',"ppid":' . posix_getppid() : '';
        $head = '{"coppice":1,"runtime":"php","version":"' . PHP_VERSION . '","pid":' . $pid . $parent
            . ',"t":' . $now() . ',"cwd":' . $quote((string) getcwd());
        if (defined('PHP_BINARY') && PHP_BINARY !== '') {
            $head .= ',"program":' . $quote(PHP_BINARY);
        }
        file_put_contents($path, $head . ',"until":"end"}' . "\n", FILE_APPEND);
    });
    if ($file === null) {
        return;
    }
    $limit = 8388608;
    $finish = function () use ($file, $limit, $now, $quote) {
        clearstatcache();
        if (filesize($file) >= $limit) {
            return;
        }
        $known = array();
        foreach (explode("\n", (string) file_get_contents($file)) as $line) {
            $known[(string) strstr($line, ',"t":', true)] = true;
        }
        $lines = '';
        $time = ',"t":' . $now() . '}' . "\n";
        $paths = get_included_files();
        if (ini_get('opcache.preload') && function_exists('opcache_get_status')) {
            $status = opcache_get_status(false);
            if (isset($status['preload_statistics']['scripts'])) {
                $paths = array_merge($paths, $status['preload_statistics']['scripts']);
            }
        }
        foreach ($paths as $path) {
            if ($path === __FILE__) {
                continue;
            }
            $line = '{"k":"load","p":';
            $inner = '';
            if (strncmp($path, 'phar://', 7) === 0) {
                $archive = substr($path, 7);
                while (strlen($archive) > 1 && !is_file($archive)) {
                    $archive = dirname($archive);
                }
                $inner = ',"m":' . $quote(substr($path, 8 + strlen($archive)));
                $path = $archive;
            }
            if ($path[0] !== '/') {
                continue;
            }
            $line .= $quote($path) . $inner;
            if (!isset($known[$line])) {
                $lines .= $line . $time;
            }
        }
        if (filesize($file) + strlen($lines) >= $limit) {
            $lines .= '{"k":"lost","c":"dropped","r":"what later requests include is left out"' . $time;
        }
        if ($lines !== '' || !isset($known['{"k":"end"'])) {
            file_put_contents($file, $lines . '{"k":"end"' . $time, FILE_APPEND);
        }
    };
    $finishAtLast = function () use ($quiet, $finish) {
        // There may be no memory left, which may be what ended the program.
        $most = function_exists('ini_set') ? ini_set('memory_limit', '-1') : false;
        $quiet($finish);
        if ($most !== false) {
            $quiet(function () use ($most) {
                ini_set('memory_limit', $most);
            });
        }
    };
    register_shutdown_function(function () use ($finishAtLast) {
        // Last of all, since the program's own may include more.
        register_shutdown_function($finishAtLast);
    });
};
$coppice();
unset($coppice);

if (function_exists('getenv') && getenv('COPPICE_PREPEND')) {
    require getenv('COPPICE_PREPEND');
}
